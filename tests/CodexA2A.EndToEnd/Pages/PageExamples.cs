using System.Text.RegularExpressions;

namespace CodexA2A.EndToEnd.Pages;

/// <summary>A code block of a page.</summary>
/// <param name="Language">What stands after the backticks; empty for plain ones.</param>
/// <param name="Text">Its lines.</param>
/// <param name="Line">Where it begins.</param>
internal sealed record PageBlock(string Language, string Text, int Line);

/// <summary>The code blocks of a page of this repository.</summary>
internal static partial class PageExamples
{
    public static IReadOnlyList<PageBlock> Of(string page)
    {
        var text = File.ReadAllText(Path.Combine(Harness.Places.Root, page));
        return [.. Block().Matches(text).Select(match => new PageBlock(
            match.Groups["language"].Value, match.Groups["text"].Value, text.AsSpan(0, match.Index).Count('\n') + 1))];
    }

    [GeneratedRegex(@"^```(?<language>\w*)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
