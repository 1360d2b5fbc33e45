namespace CodexA2A.Runner.AppServer;

/// <summary>
/// Comparisons that must all hold, separated by spaces: <c>&gt;=0.169.0 &lt;0.170.0</c>. A pre-release fits only if a
/// comparison names a pre-release of the same version, as with npm.
/// </summary>
internal sealed class CodexVersionRange
{
    private static readonly string[] Operators = [">=", "<=", ">", "<", "="];

    private readonly string _text;
    private readonly List<(string Operator, CodexVersion Version)> _comparisons = [];

    private CodexVersionRange(string text) => _text = text;

    /// <summary>Reads a range.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static CodexVersionRange Parse(string text)
    {
        var range = new CodexVersionRange(text.Trim());
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var pending = "";
        foreach (var word in words)
        {
            var sign = Operators.FirstOrDefault(word.StartsWith) ?? "";
            var rest = word[sign.Length..];
            if (rest.Length == 0)
            {
                pending = sign;
                continue;
            }

            var version = CodexVersion.Find(rest);
            if (version is null || version.ToString() != rest)
                throw new FormatException($"\"{word}\" is no comparison of versions.");
            range._comparisons.Add((sign.Length > 0 ? sign : pending.Length > 0 ? pending : "=", version));
            pending = "";
        }

        return range._comparisons.Count > 0 && pending.Length == 0
            ? range
            : throw new FormatException($"\"{text}\" is no range of versions.");
    }

    /// <summary>Whether the version fits.</summary>
    public bool Contains(CodexVersion version) =>
        _comparisons.TrueForAll(comparison => Holds(version, comparison.Operator, comparison.Version))
        && (version.PreRelease is null || _comparisons.Exists(comparison => comparison.Version.PreRelease is not null
            && (comparison.Version with { PreRelease = null }) == (version with { PreRelease = null })));

    /// <inheritdoc/>
    public override string ToString() => _text;

    private static bool Holds(CodexVersion version, string sign, CodexVersion limit)
    {
        var order = version.CompareTo(limit);
        return sign switch
        {
            ">=" => order >= 0,
            "<=" => order <= 0,
            ">" => order > 0,
            "<" => order < 0,
            _ => order == 0,
        };
    }
}
