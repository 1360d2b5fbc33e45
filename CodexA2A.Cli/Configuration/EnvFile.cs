using System.Text;

namespace CodexA2A.Cli.Configuration;

/// <summary>
/// Reads a file of <c>NAME=value</c> lines that was named by <c>--env-file</c>. A <c>.env</c> that merely lies in the working
/// directory is never read: it may belong to a repository that the agent was sent to.
/// </summary>
internal static class EnvFile
{
    /// <summary>
    /// Reads the text; comments, blank lines, <c>export</c>, quotes (over several lines, too) and, inside double quotes, the escapes
    /// of dotenv files are understood. Nothing is expanded.
    /// </summary>
    /// <exception cref="FormatException">A line is not an assignment; the message names it.</exception>
    public static IReadOnlyDictionary<string, string> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var lines = text.TrimStart('\uFEFF').Split('\n');
        for (var at = 0; at < lines.Length; at++)
        {
            var line = lines[at].Trim();
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            if (line.StartsWith("export ", StringComparison.Ordinal))
            {
                line = line["export ".Length..].TrimStart();
            }

            var equals = line.IndexOf('=', StringComparison.Ordinal);
            var name = equals > 0 ? line[..equals].TrimEnd() : "";
            var first = at;
            if (!IsName(name) || Value(line[(equals + 1)..].TrimStart(), lines, ref at) is not { } value)
            {
                throw new FormatException($"Line {first + 1} of the environment file is not NAME=value.");
            }

            values[name] = value;
        }

        return values;
    }

    /// <summary>True of what can be the name of an environment variable.</summary>
    internal static bool IsName(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    /// <summary>The value that begins with <paramref name="text"/>; <paramref name="at"/> moves to its last line.</summary>
    private static string? Value(string text, string[] lines, ref int at)
    {
        if (text.Length > 0 && text[0] is '"' or '\'')
        {
            return Quoted(text, lines, ref at);
        }

        var comment = text.IndexOf(" #", StringComparison.Ordinal);
        return comment < 0 ? text : text[..comment].TrimEnd();
    }

    private static string? Quoted(string text, string[] lines, ref int at)
    {
        var quote = text[0];
        var value = new StringBuilder();
        for (var from = 1; ; from = 0)
        {
            if (Copy(text, from, quote, value) is { } end)
            {
                var rest = text[(end + 1)..].TrimStart();
                return rest.Length == 0 || rest[0] == '#' ? value.ToString() : null;
            }

            if (++at == lines.Length)
            {
                return null;
            }

            value.Append('\n');
            text = lines[at].TrimEnd('\r');
        }
    }

    /// <summary>Copies up to the closing quote.</summary>
    /// <returns>Where it is; null when the line ends before.</returns>
    private static int? Copy(string text, int from, char quote, StringBuilder value)
    {
        for (var i = from; i < text.Length; i++)
        {
            if (text[i] == quote)
            {
                return i;
            }

            if (quote == '"' && text[i] == '\\' && i + 1 < text.Length && Escaped(text[i + 1]) is { } c)
            {
                value.Append(c);
                i++;
            }
            else
            {
                value.Append(text[i]);
            }
        }

        return null;
    }

    // Any other backslash stays what it is, as in a path of Windows.
    private static char? Escaped(char c) => c switch
    {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        '\\' or '"' or '$' or '`' => c,
        _ => null,
    };
}
