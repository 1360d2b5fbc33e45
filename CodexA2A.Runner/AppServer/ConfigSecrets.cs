using System.Text.RegularExpressions;

namespace CodexA2A.Runner.AppServer;

/// <summary>
/// Finds what a configuration override says openly and should not: Codex takes overrides on its command line, which every user of
/// the machine can read. Reads just enough TOML for that; pure.
/// </summary>
internal static partial class ConfigSecrets
{
    // Of a name its end counts: "tool_output_token_limit" is none, and "env_key" and "bearer_token_env_var" name a variable.
    private static readonly string[] Ends = ["token", "secret", "password", "passwd", "key", "authorization", "headers", "credentials"];
    // Names of a variable and of a file.
    private static readonly string[] Harmless = ["env_key", "client-private-key"];

    /// <summary>The first name of a secret among the keys of <c>key=value</c>, those of inline tables too; null when there is none.</summary>
    /// <param name="key">Dotted key.</param>
    /// <param name="value">TOML value.</param>
    public static string? Find(string key, string value) => Keys(EnvironmentHeaders().Replace($"{key}={value}", "")).FirstOrDefault(found => IsSecret(found.Name, found.IsTable)).Name;

    // A table has names below it, which say themselves what they are; of headers all values are sent.
    private static bool IsSecret(string name, bool isTable) => isTable
        ? name.EndsWith("headers", StringComparison.OrdinalIgnoreCase)
        : !Harmless.Contains(name, StringComparer.OrdinalIgnoreCase) && Ends.Any(end => name.EndsWith(end, StringComparison.OrdinalIgnoreCase));

    /// <summary>The parts of dotted keys: words, bare or quoted, before a dot or an equals sign. Paths and patterns are none.</summary>
    private static IEnumerable<(string Name, bool IsTable)> Keys(string toml)
    {
        for (var at = 0; at < toml.Length;)
        {
            var word = Word(toml, ref at);
            var next = toml.AsSpan(at).TrimStart();
            if (word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-') && !next.IsEmpty && next[0] is '.' or '=')
                yield return (word, next[0] == '.' || next[1..].TrimStart() is ['{', ..]);
        }
    }

    /// <summary>The next word, without its quotes; empty when something else stands there, which is passed over.</summary>
    private static string Word(string toml, ref int at)
    {
        var start = at;
        if (toml[at] is '"' or '\'')
        {
            var quote = toml[at++];
            while (at < toml.Length && toml[at] != quote)
                at += quote == '"' && toml[at] == '\\' ? 2 : 1;
            var end = Math.Min(at, toml.Length);
            at = Math.Min(at + 1, toml.Length);
            return toml[(start + 1)..end];
        }

        while (at < toml.Length && (char.IsAsciiLetterOrDigit(toml[at]) || toml[at] is '_' or '-'))
            at++;
        if (at == start)
            at++;
        return toml[start..at].Trim();
    }

    /// <summary>Headers whose values are names of variables: as one entry of their own, or as a table within another.</summary>
    [GeneratedRegex("""["']?env_http_headers["']?\s*(\.[^=]*=\s*["'][^"']*["']|=\s*\{[^}]*\})""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex EnvironmentHeaders();
}
