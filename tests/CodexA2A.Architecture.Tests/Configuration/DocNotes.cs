using System.Text.RegularExpressions;

namespace CodexA2A.Architecture.Tests.Configuration;

/// <summary>A summary taken apart: the sentences "Default: …" and "Unit: …" go to their own columns.</summary>
internal sealed partial record DocNotes(string Meaning, string? Default, string? Unit)
{
    public static DocNotes Split(string summary)
    {
        var (rest, unit) = Take(summary, Unit_());
        var (meaning, preset) = Take(rest, Default_());
        return new DocNotes(meaning.Trim(), preset, unit);
    }

    private static (string Text, string? Found) Take(string text, Regex sentence)
    {
        var match = sentence.Match(text);
        return match.Success ? (text.Remove(match.Index, match.Length).Trim(), match.Groups[1].Value) : (text, null);
    }

    [GeneratedRegex(@"\s*\bDefault: (.*?)\.(?=\s|$)")]
    private static partial Regex Default_();

    [GeneratedRegex(@"\s*\bUnit: (.*?)\.(?=\s|$)")]
    private static partial Regex Unit_();
}
