using System.Text.RegularExpressions;

namespace CodexA2A.Runner.AppServer;

/// <summary>
/// Names of the environment variables from which a Codex configuration takes credentials: <c>env_key</c> of a provider and
/// <c>env_http_headers</c> of a provider or MCP server. Reads just enough TOML for that; pure.
/// </summary>
internal static partial class ConfigEnvironmentNames
{
    private const string Headers = "env_http_headers";

    /// <summary>The names, each once.</summary>
    public static IReadOnlySet<string> Find(string? toml)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        if (string.IsNullOrWhiteSpace(toml))
            return names;
        var inHeaders = false;
        foreach (var line in Statements(MultilineStrings().Replace(toml, "\"\"")))
        {
            if (line.StartsWith('['))
            {
                inHeaders = line.Contains(Headers, StringComparison.Ordinal);
                continue;
            }

            foreach (Match match in EnvKey().Matches(line))
                Add(match.Groups["name"].Value);
            if (inHeaders || line.Contains(Headers, StringComparison.Ordinal))
            {
                foreach (Match match in Value().Matches(HeaderPart(line, inHeaders)))
                    Add(match.Groups["name"].Value);
            }
        }

        return names;

        void Add(string name)
        {
            if (Name().IsMatch(name))
                names.Add(name);
        }
    }

    private static string HeaderPart(string line, bool all) =>
        all ? line : line[line.IndexOf(Headers, StringComparison.Ordinal)..];

    // One statement a line, comments gone; an inline table may run over several.
    private static IEnumerable<string> Statements(string toml)
    {
        var open = "";
        foreach (var raw in toml.Split('\n'))
        {
            var line = WithoutComment(raw).Trim();
            if (line.Length == 0)
                continue;
            open = open.Length == 0 ? line : $"{open} {line}";
            if (!open.StartsWith('[') && open.Count(c => c == '{') > open.Count(c => c == '}') && open.Length < 65_536)
                continue;
            yield return open;
            open = "";
        }

        if (open.Length > 0)
            yield return open;
    }

    private static string WithoutComment(string line)
    {
        var quote = '\0';
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (quote == '"' && c == '\\')
                i++;
            else if (quote != '\0')
                quote = c == quote ? '\0' : quote;
            else if (c is '"' or '\'')
                quote = c;
            else if (c == '#')
                return line[..i];
        }

        return line;
    }

    [GeneratedRegex("""(^|[^A-Za-z0-9_])["']?env_key["']?\s*=\s*["'](?<name>[^"']*)["']""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex EnvKey();

    [GeneratedRegex("""=\s*["'](?<name>[^"']*)["']""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Value();

    [GeneratedRegex("""("{3}.*?"{3})|('{3}.*?'{3})""", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex MultilineStrings();

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]{0,127}$", RegexOptions.None, 1000)]
    private static partial Regex Name();
}
