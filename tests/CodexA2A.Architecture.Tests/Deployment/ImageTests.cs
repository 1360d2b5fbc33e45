using System.Text.RegularExpressions;
using CodexA2A.Architecture.Tests.Source;
using CodexA2A.ServiceDefaults.Health;

namespace CodexA2A.Architecture.Tests.Deployment;

/// <summary>What can be known of the images without a container engine.</summary>
public sealed partial class ImageTests
{
    private const string File = "deploy/docker/Dockerfile";

    // Continued lines are one instruction; comments none.
    private static readonly string[] Lines = [.. Repository.Read(File).Replace("\\\n", "", StringComparison.Ordinal).Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#')];

    private static IEnumerable<string[]> Of(string instruction) =>
        Lines.Where(line => line.StartsWith(instruction + " ", StringComparison.Ordinal)).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..]);

    [Fact]
    public void What_is_copied_from_the_tree_is_there() =>
        Findings.None(Of("COPY").Where(copy => !copy[0].StartsWith("--from=", StringComparison.Ordinal)).SelectMany(copy => copy[..^1])
            .Where(path => !System.IO.File.Exists(Repository.Full(path)) && !Directory.Exists(Repository.Full(path))));

    [Fact]
    public void What_is_copied_from_another_stage_is_of_one_before()
    {
        var stages = Of("FROM").Select(from => from[^1]).ToList();
        Assert.Equal(["build", "codex", "api", "runner"], stages);
        Findings.None(Of("COPY").Where(copy => copy[0].StartsWith("--from=", StringComparison.Ordinal)).Select(copy => copy[0]["--from=".Length..]).Where(stage => !stages[..2].Contains(stage)));
    }

    [Fact]
    public void The_bases_are_public_and_named_by_version() =>
        Findings.None(Of("FROM").Select(from => from[0]).Where(image => !Base().IsMatch(image)));

    [Fact]
    public void Nothing_runs_as_root_or_under_a_name() => Assert.Equal(["10001:10001", "10001:10001"], Of("USER").Select(user => user[0]));

    [Fact]
    public void No_secret_is_in_an_image() =>
        Findings.None(Of("ENV").Concat(Of("ARG")).SelectMany(names => names).Where(name => Secret().IsMatch(name)));

    [Fact]
    public void The_Codex_in_it_is_the_one_that_the_service_would_install()
    {
        Assert.Contains(Of("COPY"), copy => copy.Contains("CodexA2A.Runner/AppServer/Pinned/package-lock.json"));
        Assert.Contains(Lines, line => line.StartsWith("RUN npm ci --ignore-scripts", StringComparison.Ordinal));
        var pinned = Pinned().Match(Repository.Read("CodexA2A.Runner/AppServer/CodexPaths.cs")).Groups[1].Value;
        Assert.Contains($"\"@openai/codex\": \"{pinned}\"", Repository.Read("CodexA2A.Runner/AppServer/Pinned/package-lock.json"), StringComparison.Ordinal);
    }

    [Fact]
    public void Each_is_asked_by_the_command_itself_where_it_listens_by_default() =>
        Assert.Equal(
            new[] { DeployFiles.Default("A2A:Port"), DeployFiles.Default("Runner:Management:Port") }.Select(port => $"CMD [\"/app/codex-a2a\", \"probe\", \"http://127.0.0.1:{port}{ProbePaths.Ready}\"]"),
            Lines.Where(line => line.StartsWith("HEALTHCHECK", StringComparison.Ordinal)).Select(line => line[line.IndexOf("CMD", StringComparison.Ordinal)..]));

    [Fact]
    public void No_port_of_the_base_image_goes_before_our_settings()
    {
        // Each stage with its ENV lines; the base images of .NET set ASPNETCORE_HTTP_PORTS=8080.
        var stages = string.Join('\n', Lines).Split("FROM ")[1..].Where(stage => stage.StartsWith("mcr.microsoft.com/dotnet/", StringComparison.Ordinal) && stage.Contains("\nENTRYPOINT ", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, stages.Count);
        Assert.All(stages, stage => Assert.Matches(NoPorts(), stage));
    }

    [GeneratedRegex("^ENV (.* )?ASPNETCORE_HTTP_PORTS=\"\"( |$)", RegexOptions.Multiline)]
    private static partial Regex NoPorts();

    [GeneratedRegex(@"^(mcr\.microsoft\.com/dotnet/[\w-]+|node):\d[\w.-]*$")]
    private static partial Regex Base();

    [GeneratedRegex("TOKEN|KEY|PASSWORD|SECRET|ConnectionStrings", RegexOptions.IgnoreCase)]
    private static partial Regex Secret();

    [GeneratedRegex("PinnedVersion = \"([^\"]+)\"")]
    private static partial Regex Pinned();
}
