using System.Diagnostics.CodeAnalysis;

namespace CodexA2A.Cli.Configuration;

/// <summary>
/// Reads a file of <c>NAME=value</c> lines that was named by <c>--env-file</c>. A <c>.env</c> that merely lies in the working
/// directory is never read: it may belong to a repository that the agent was sent to.
/// </summary>
internal static class EnvFile
{
    /// <summary>Reads the text; comments, blank lines, <c>export</c>, single and double quotes are understood, nothing is expanded.</summary>
    /// <exception cref="FormatException">A line is not an assignment; the message names it.</exception>
    public static IReadOnlyDictionary<string, string> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var number = 0;
        foreach (var raw in text.TrimStart('\uFEFF').Split('\n'))
        {
            number++;
            var line = raw.Trim();
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            if (line.StartsWith("export ", StringComparison.Ordinal))
            {
                line = line["export ".Length..].TrimStart();
            }

            var at = line.IndexOf('=', StringComparison.Ordinal);
            var name = at > 0 ? line[..at].TrimEnd() : "";
            if (!IsName(name) || !TryUnquote(line[(at + 1)..].Trim(), out var value))
            {
                throw new FormatException($"Line {number} of the environment file is not NAME=value.");
            }

            values[name] = value;
        }

        return values;
    }

    private static bool IsName(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private static bool TryUnquote(string text, [NotNullWhen(true)] out string? value)
    {
        value = text;
        if (text.Length > 0 && text[0] is '"' or '\'')
        {
            var end = text.IndexOf(text[0], 1);
            var rest = end < 0 ? "" : text[(end + 1)..].TrimStart();
            value = end > 0 && (rest.Length == 0 || rest[0] == '#') ? text[1..end] : null;
            return value is not null;
        }

        var comment = text.IndexOf(" #", StringComparison.Ordinal);
        value = comment < 0 ? text : text[..comment].TrimEnd();
        return true;
    }
}
