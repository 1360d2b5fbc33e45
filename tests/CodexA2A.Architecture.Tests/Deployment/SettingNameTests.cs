using System.Text.RegularExpressions;
using CodexA2A.Architecture.Tests.Source;
using CodexA2A.Cli.Configuration;

namespace CodexA2A.Architecture.Tests.Deployment;

/// <summary>What a deployment file sets is a setting: a misspelt one would only be a warning in a log that nobody reads.</summary>
public sealed partial class SettingNameTests
{
    // Where they stand without being settings of the service.
    private static readonly string[] Others = ["A2A_TOKEN"];

    public static TheoryData<string> Files =>
    [
        .. DeployFiles.All.Where(file => Path.GetFileName(file) is not "values.schema.json" && (Long().IsMatch(Repository.Read(file)) || Short().IsMatch(Repository.Read(file)))),
        "docs/deployment.md",
    ];

    [Fact]
    public void The_files_that_set_something_are_among_them() =>
        Assert.Superset(
            new HashSet<string>(["deploy/compose.yaml", "deploy/compose.external-sandbox.yaml", "deploy/docker/Dockerfile", "deploy/systemd/codex-a2a@.service", "deploy/systemd/example.env", "deploy/helm/codex-a2a/templates/api.yaml", "deploy/helm/codex-a2a/templates/runner.yaml"]),
            DeployFiles.All.Where(file => Long().IsMatch(Repository.Read(file)) || Short().IsMatch(Repository.Read(file))).ToHashSet());

    [Theory, MemberData(nameof(Files))]
    public void Every_name_is_a_setting(string file)
    {
        var text = Repository.Read(file);
        Findings.None(Long().Matches(text).Select(match => match.Value).Where(name => !IsKnown(name.Replace("__", ":", StringComparison.Ordinal)))
            .Concat(Short().Matches(text).Select(match => match.Value).Where(name => !Others.Contains(name) && !OwnNames.All.ContainsKey(name)
                && !(PredecessorNames.All.TryGetValue(name, out var known) && known.Keys.Count > 0))));
    }

    private static bool IsKnown(string key) => key is "ConnectionStrings:redis" || (!key.StartsWith("ConnectionStrings:", StringComparison.Ordinal) && KnownSettings.Problem(key) is null);

    [GeneratedRegex(@"\b(A2A|Codex|Runner|Redis|Workspaces|Telemetry|ConnectionStrings)__\w+")]
    private static partial Regex Long();

    [GeneratedRegex(@"\b(A2A|CODEX)_(?!_)[A-Z_]*[A-Z]\b(?!_)")]
    private static partial Regex Short();
}
