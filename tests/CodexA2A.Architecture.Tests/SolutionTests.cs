using CodexA2A.Architecture.Tests.Source;

namespace CodexA2A.Architecture.Tests;

/// <summary>The solution builds everywhere: it lists the AppHost and its tests but builds them only in the Aspire configuration.</summary>
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

    [Theory]
    [InlineData("CodexA2A.AppHost")]
    [InlineData("CodexA2A.AppHost.Tests")]
    public void What_needs_Aspire_is_there_and_keeps_no_lock_file(string name)
    {
        Assert.True(NeedsAspire(name));
        var project = Assert.Single(ProjectFile.All, project => project.Name == name);
        Assert.Contains("<RestorePackagesWithLockFile>false</RestorePackagesWithLockFile>", Repository.Read(project.Path), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_else_needs_Aspire()
    {
        var others = ProjectFile.All.Where(project => !NeedsAspire(project.Name)).ToList();
        Assert.NotEmpty(others);
        Findings.None(others.Where(project =>
            project.Packages.Any(package => package.StartsWith("Aspire.", StringComparison.Ordinal)) || project.Projects.Any(NeedsAspire)
            || Repository.Read(project.Path).Contains("Sdk=\"Aspire.", StringComparison.Ordinal)).Select(project => project.Name));
    }

    private static bool NeedsAspire(string name) => name is "CodexA2A.AppHost" or "CodexA2A.AppHost.Tests";

    private static string Id(string name)
    {
        var line = Assert.Single(Lines, line => line.StartsWith("Project(", StringComparison.Ordinal) && line.Contains($"\"{name}\"", StringComparison.Ordinal));
        return line[(line.LastIndexOf('{'))..(line.LastIndexOf('}') + 1)];
    }
}
