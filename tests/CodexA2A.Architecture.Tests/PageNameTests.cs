using System.Text.RegularExpressions;
using CodexA2A.Architecture.Tests.Source;

namespace CodexA2A.Architecture.Tests;

/// <summary>A page that a comment sends its reader to is in this repository.</summary>
public sealed partial class PageNameTests
{
    [Fact]
    public void Every_page_that_the_code_names_exists()
    {
        var pages = Repository.FilesEnding(".md").Select(file => Path.GetFileName(file)).ToHashSet(StringComparer.Ordinal);
        // Files of other tools, which our code reads or writes.
        pages.UnionWith(["AGENTS.md", "SKILL.md"]);
        Findings.None(
            from file in Repository.FilesEnding(".cs", ".csproj", ".props", ".targets", ".sh")
            from line in File.ReadLines(Repository.Full(file)).Select((text, index) => (Text: text, Number: index + 1))
            where line.Text.Contains("//", StringComparison.Ordinal) || line.Text.Contains("<!--", StringComparison.Ordinal)
            from match in Page().Matches(line.Text)
            where !pages.Contains(match.Value)
            select $"{file}:{line.Number}: {match.Value}");
    }

    [GeneratedRegex(@"\b[A-Za-z0-9][\w.-]*\.md\b")]
    private static partial Regex Page();
}
