using System.Text.RegularExpressions;
using CodexA2A.Architecture.Tests.Errors;
using CodexA2A.Architecture.Tests.Source;

namespace CodexA2A.Architecture.Tests;

/// <summary>The page on why turns fail says what the runner says. CODEXA2A_REGENERATE=1 writes it anew.</summary>
public sealed partial class TurnErrorsPageTests
{
    [Fact]
    public void The_page_on_turn_errors_is_what_the_tables_say()
    {
        var text = TurnErrorsPage.Text();
        if (Environment.GetEnvironmentVariable("CODEXA2A_REGENERATE") == "1") File.WriteAllText(Repository.Full(TurnErrorsPage.File), text);
        Assert.Equal(text, Repository.Read(TurnErrorsPage.File));
    }

    [Fact]
    public void Every_reason_that_the_runner_gives_is_on_it() =>
        Findings.None(
            from file in Repository.FilesEnding(".cs")
            where file.StartsWith("CodexA2A.Runner/", StringComparison.Ordinal) && !file.StartsWith("CodexA2A.Runner/Control/", StringComparison.Ordinal)
            from match in Reason().Matches(Repository.Read(file))
            where !TurnErrorsPage.Reasons.Contains(match.Groups["reason"].Value)
            select $"{file}: {match.Groups["reason"].Value}");

    [GeneratedRegex("""(TaskError|TurnRefusedException|ThreadUnusableException|ErrorRow)\(\s*"(?<reason>[A-Z][A-Z_]+)"|Reason = "(?<reason>[A-Z][A-Z_]+)"|ThreadUnusable.*const string \w+ = "(?<reason>[A-Z][A-Z_]+)"|=> new\("(?<reason>[A-Z][A-Z_]+)",|=> "(?<reason>CODEX_[A-Z_]+)",""")]
    private static partial Regex Reason();
}
