using CodexA2A.Architecture.Tests.Coverage;
using CodexA2A.Architecture.Tests.Source;

namespace CodexA2A.Architecture.Tests;

/// <summary>The page on what of Codex reaches a client says what the lists say. CODEXA2A_REGENERATE=1 writes it anew.</summary>
public sealed class CoveragePageTests
{
    [Fact]
    public void The_page_on_coverage_is_what_the_lists_say()
    {
        var text = CoveragePage.Text();
        if (Environment.GetEnvironmentVariable("CODEXA2A_REGENERATE") == "1") File.WriteAllText(Repository.Full(CoveragePage.File), text);
        Assert.Equal(text, Repository.Read(CoveragePage.File));
    }
}
