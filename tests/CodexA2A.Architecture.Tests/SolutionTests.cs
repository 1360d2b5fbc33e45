using CodexA2A.Architecture.Tests.Source;

namespace CodexA2A.Architecture.Tests;

/// <summary>The solution builds everywhere: it lists the AppHost but builds it only in the Aspire configuration.</summary>
public sealed class SolutionTests
{
    private static readonly string[] Lines = [.. File.ReadLines(Repository.Full("CodexA2A.sln")).Select(line => line.Trim())];

    public static TheoryData<string> Projects => [.. ProjectFile.All.Select(project => project.Name)];

    [Theory, MemberData(nameof(Projects))]
    public void Every_project_is_listed_and_mapped(string name)
    {
        var id = Id(name);
        foreach (var (solution, project) in new[] { ("Debug", "Debug"), ("Release", "Release"), ("Aspire", "Debug") })
        {
            Assert.Contains($"{id}.{solution}|Any CPU.ActiveCfg = {project}|Any CPU", Lines);
            var builds = Lines.Contains($"{id}.{solution}|Any CPU.Build.0 = {project}|Any CPU");
            Assert.True(builds == (solution == "Aspire" || !NeedsAspire(name)), $"{name} in {solution}: builds = {builds}");
        }
    }

    private static bool NeedsAspire(string name) => name == "CodexA2A.AppHost";

    private static string Id(string name)
    {
        var line = Assert.Single(Lines, line => line.StartsWith("Project(", StringComparison.Ordinal) && line.Contains($"\"{name}\"", StringComparison.Ordinal));
        return line[(line.LastIndexOf('{'))..(line.LastIndexOf('}') + 1)];
    }
}
