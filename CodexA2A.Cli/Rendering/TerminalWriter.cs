using System.Text;

namespace CodexA2A.Cli.Rendering;

/// <summary>
/// Writes text in colour as it comes in. What an agent says is never allowed to drive the terminal: control characters are
/// shown, not obeyed.
/// </summary>
internal sealed class TerminalWriter(TextWriter output, bool colour)
{
    private const string Reset = "\u001b[0m";

    /// <summary>True when the next character begins a line.</summary>
    public bool AtLineStart { get; private set; } = true;

    /// <summary>A writer for standard output; colour when a person reads it and NO_COLOR is not set.</summary>
    public static TerminalWriter ForConsole() => new(
        Console.Out,
        !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")));

    /// <summary>The same for standard error: for what a person must see where the output is for a program.</summary>
    public static TerminalWriter ForErrors() => new(
        Console.Error,
        !Console.IsErrorRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")));

    /// <summary>Writes text.</summary>
    public void Write(string text, Tone tone = Tone.Plain)
    {
        if (text.Length == 0)
        {
            return;
        }

        var safe = Safe(text);
        output.Write(colour && Code(tone) is { } code ? $"{code}{safe}{Reset}" : safe);
        AtLineStart = safe.EndsWith('\n');
    }

    /// <summary>Writes a whole line, on a line of its own.</summary>
    public void Line(string text, Tone tone = Tone.Plain)
    {
        FreshLine();
        Write(text, tone);
        Write("\n");
    }

    /// <summary>Ends the line if one has begun.</summary>
    public void FreshLine()
    {
        if (!AtLineStart)
        {
            Write("\n");
        }
    }

    /// <summary>Makes everything visible.</summary>
    public void Flush() => output.Flush();

    /// <summary>The same text without characters that a terminal obeys (escape sequences, bidirectional overrides).</summary>
    public static string Safe(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return text;
        }

        var safe = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            var c = text[at];
            if (c == '\r' && at + 1 < text.Length && text[at + 1] == '\n')
            {
                continue;
            }

            safe.Append(c switch
            {
                '\n' or '\t' => c,
                < ' ' => (char)('\u2400' + c),
                '\u007f' => '\u2421',
                (>= '\u0080' and <= '\u009f') or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069') => '\ufffd',
                _ => c,
            });
        }

        return safe.ToString();
    }

    private static string? Code(Tone tone) => tone switch
    {
        Tone.Dim => "\u001b[2m",
        Tone.Command => "\u001b[36m",
        Tone.Strong => "\u001b[1m",
        Tone.Good => "\u001b[32m",
        Tone.Bad => "\u001b[31m",
        Tone.Ask => "\u001b[33m",
        _ => null,
    };
}
