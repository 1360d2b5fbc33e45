using System.Text.RegularExpressions;

namespace CodexA2A.Runner.Mapping.Text;

/// <summary>Makes text that came from Codex or a provider fit for a client's error message: no secrets, no absolute paths, not long.</summary>
internal static partial class ClientText
{
    private const int MaxBytes = 2 * 1024;

    /// <summary>The text without secrets and absolute paths; addresses of the web stay, without their credentials.</summary>
    public static string Clean(string text)
    {
        text = Secrets().Replace(text, "[secret]");
        text = UserInfo().Replace(text, "$1[secret]@");
        text = Paths().Replace(text, "[path]");
        return BoundedText.FirstAndLast(text.Trim(), MaxBytes).Text;
    }

    /// <summary>Keys by their known beginnings, bearer tokens, JSON Web Tokens, and whatever follows the word key, token, secret or password.</summary>
    [GeneratedRegex(
        """\b(?:sk|pk|rk)-[A-Za-z0-9_\-*]{8,}|\bgh[pousr]_[A-Za-z0-9]{16,}|\bgithub_pat_\w{16,}|\bxox[a-z]-[\w\-]{8,}|\bAKIA[0-9A-Z]{12,}|\beyJ[\w\-]{8,}\.[\w\-]+(?:\.[\w\-]*)?|(?<=\b(?:Bearer|Basic)\s)[^\s"',;]{6,}|(?<=(?:api[_\-]?key|token|secret|password)["']?\s{0,2}[:=]\s{0,2}["']?)[^\s"',;]{4,}""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Secrets();

    /// <summary>User name and password of an address.</summary>
    [GeneratedRegex(@"(\b[a-z][a-z0-9+.\-]*://)[^\s/@]+@", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UserInfo();

    /// <summary>Absolute POSIX paths of two names or more, Windows paths, UNC paths and file addresses; never the path of a web address.</summary>
    [GeneratedRegex(
        """\bfile://[^\s"'<>`]+|(?<![\w:/.\-~])(?:~?/[\w.@+\-]+){2,}/?|(?<!\w)[A-Za-z]:\\[^\s"'<>`]+|\\\\[\w.\-]+\\[^\s"'<>`]+""",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Paths();
}
