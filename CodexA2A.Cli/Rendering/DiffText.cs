namespace CodexA2A.Cli.Rendering;

/// <summary>Prints a diff with its added and removed lines in colour.</summary>
internal static class DiffText
{
    private const int MaxLines = 200;

    /// <summary>Prints <paramref name="diff"/>; with a <paramref name="sign"/> every line of it is one added or removed line.</summary>
    public static void Print(TerminalWriter output, string diff, char? sign = null)
    {
        var lines = diff.TrimEnd('\n').Split('\n');
        foreach (var line in lines.Take(MaxLines))
        {
            var mark = sign ?? (line.Length > 0 ? line[0] : ' ');
            var tone = mark switch { '+' => Tone.Good, '-' => Tone.Bad, '@' => Tone.Command, _ => Tone.Dim };
            output.Line(sign is null ? $"  {line}" : $"  {sign}{line}", tone);
        }

        if (lines.Length > MaxLines)
        {
            output.Line($"  … {lines.Length - MaxLines} more lines", Tone.Dim);
        }
    }
}
