using CodexA2A.Architecture.Tests.Source;

namespace CodexA2A.Architecture.Tests;

/// <summary>Who may refer to whom, by project file (docs/architecture.md).</summary>
public sealed class ProjectArrowTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["CodexA2A.Protocol"] = [],
        ["CodexA2A.Tasks"] = ["CodexA2A.Protocol"],
        ["CodexA2A.ServiceDefaults"] = [],
        ["CodexA2A.Api"] = ["CodexA2A.Protocol", "CodexA2A.ServiceDefaults", "CodexA2A.Tasks"],
        ["CodexA2A.Runner"] = ["CodexA2A.Protocol", "CodexA2A.ServiceDefaults", "CodexA2A.Tasks"],
        ["CodexA2A.ScriptedModel"] = [],
        ["CodexA2A.Cli"] = ["CodexA2A.Api", "CodexA2A.Runner", "CodexA2A.ScriptedModel"],
        ["CodexA2A.AppHost.Settings"] = [],
        ["CodexA2A.AppHost"] = ["CodexA2A.Api", "CodexA2A.AppHost.Settings", "CodexA2A.Runner", "CodexA2A.ScriptedModel"],
    };

    public static TheoryData<string> Products => [.. ProjectFile.Products.Select(project => project.Name)];

    [Theory, MemberData(nameof(Products))]
    public void A_project_refers_only_to_the_projects_the_picture_shows(string name)
    {
        Assert.True(Allowed.TryGetValue(name, out var allowed), $"{name} is new: add it to the picture in docs/architecture.md and to this table.");
        Findings.None(Project(name).Projects.Except(allowed));
    }

    [Theory]
    [InlineData("CodexA2A.Protocol")]
    [InlineData("CodexA2A.AppHost.Settings")]
    public void Some_use_the_base_library_only(string name) => Findings.None(Project(name).Packages);

    [Theory]
    [InlineData("StackExchange.Redis")]
    [InlineData("Microsoft.Data.Sqlite")]
    public void Stores_are_referenced_by_the_seam_only(string package) =>
        Assert.All(ProjectFile.Products.Where(project => project.Packages.Contains(package)), project => Assert.Equal("CodexA2A.Tasks", project.Name));

    [Fact]
    public void No_version_stands_in_a_project_file() =>
        Assert.All(ProjectFile.All, project => Assert.DoesNotContain("PackageVersion", Repository.Read(project.Path), StringComparison.Ordinal));

    private static ProjectFile Project(string name) => ProjectFile.All.Single(project => project.Name == name);
}
