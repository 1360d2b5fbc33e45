using System.Text.RegularExpressions;

namespace CodexA2A.Runner.AppServer;

/// <summary>A version of Codex, ordered as semantic versions are.</summary>
internal sealed partial record CodexVersion(int Major, int Minor, int Patch, string? PreRelease = null) : IComparable<CodexVersion>
{
    /// <summary>The first version in a text such as <c>codex-cli 0.169.0</c> or a user agent; null when there is none.</summary>
    public static CodexVersion? Find(string? text)
    {
        if (text is null || Pattern().Match(text) is not { Success: true } match)
            return null;
        return int.TryParse(match.Groups["major"].ValueSpan, out var major)
            && int.TryParse(match.Groups["minor"].ValueSpan, out var minor)
            && int.TryParse(match.Groups["patch"].ValueSpan, out var patch)
            ? new CodexVersion(major, minor, patch, match.Groups["pre"] is { Success: true } pre ? pre.Value : null)
            : null;
    }

    /// <inheritdoc/>
    public int CompareTo(CodexVersion? other)
    {
        if (other is null)
            return 1;
        var core = (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));
        if (core != 0)
            return core;
        return (PreRelease, other.PreRelease) switch
        {
            (null, null) => 0,
            (null, _) => 1,
            (_, null) => -1,
            var (mine, theirs) => ComparePreRelease(mine, theirs),
        };
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Major}.{Minor}.{Patch}{(PreRelease is null ? "" : "-" + PreRelease)}";

    private static int ComparePreRelease(string mine, string theirs)
    {
        var left = mine.Split('.');
        var right = theirs.Split('.');
        for (var i = 0; i < Math.Min(left.Length, right.Length); i++)
        {
            var order = (int.TryParse(left[i], out var a), int.TryParse(right[i], out var b)) switch
            {
                (true, true) => a.CompareTo(b),
                (true, false) => -1,
                (false, true) => 1,
                _ => string.CompareOrdinal(left[i], right[i]),
            };
            if (order != 0)
                return order;
        }

        return left.Length.CompareTo(right.Length);
    }

    [GeneratedRegex(@"(?<![0-9.])(?<major>\d+)\.(?<minor>\d+)\.(?<patch>\d+)(-(?<pre>[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*))?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Pattern();
}
