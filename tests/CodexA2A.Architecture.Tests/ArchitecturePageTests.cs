using System.Text.RegularExpressions;
using CodexA2A.Architecture.Tests.Source;

namespace CodexA2A.Architecture.Tests;

/// <summary>The walks of docs/architecture.md go through files that exist.</summary>
public sealed partial class ArchitecturePageTests
{
    [Fact]
    public void Every_file_and_folder_that_the_picture_names_exists()
    {
        var named = Place().Matches(Repository.Read("docs/architecture.md")).Select(match => match.Groups[1].Value).Distinct().ToList();
        Assert.True(named.Count > 10, "the walks name no files any more");
        Findings.None(named.Where(name => !Exists("CodexA2A." + name)));
    }

    private static bool Exists(string name) =>
        Repository.Files.Any(file => file == name + ".cs" || file.StartsWith(name + "/", StringComparison.Ordinal));

    [GeneratedRegex("`((?:Api|Runner|Tasks|Protocol|Cli)/[A-Za-z0-9/]+)`")]
    private static partial Regex Place();
}
