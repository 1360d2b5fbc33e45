using System.Text.RegularExpressions;
using CodexA2A.Architecture.Tests.Source;

namespace CodexA2A.Architecture.Tests;

/// <summary>Tests wait for events, never for time, and none is skipped.</summary>
public sealed partial class TestRuleTests
{
    [Fact]
    public void No_test_sleeps_or_is_skipped() =>
        Findings.None(TestFiles().SelectMany(file => Lines(file).Where(line => Forbidden().IsMatch(line.Text)).Select(line => $"{file}:{line.Number}: {line.Text.Trim()}")));

    private static IEnumerable<string> TestFiles() =>
        Repository.FilesEnding(".cs").Where(file => file.StartsWith("tests/", StringComparison.Ordinal)
            && (file.Contains(".Tests/", StringComparison.Ordinal) || file.Contains("EndToEnd/", StringComparison.Ordinal))
            && !file.EndsWith("/TestRuleTests.cs", StringComparison.Ordinal));

    private static IEnumerable<(int Number, string Text)> Lines(string file) =>
        File.ReadLines(Repository.Full(file)).Select((text, index) => (index + 1, text)).Where(line => !line.text.TrimStart().StartsWith("//", StringComparison.Ordinal));

    // A delay on a fake clock is an event of that clock; any other is a guess about the machine.
    [GeneratedRegex(@"\bTask\.Delay\((?!.*\b(clock|time|timeProvider)\b)|\bThread\.Sleep\b|\b(Fact|Theory)\b.*\bSkip\w*\s*=|\bAssert\.Skip")]
    private static partial Regex Forbidden();
}
