using System.Text.RegularExpressions;

namespace CodexA2A.Api.Payloads;

/// <summary>Finds what looks like a secret: by the name of a member, and in a text by its form.</summary>
internal static partial class SecretText
{
    /// <summary>What stands in its place.</summary>
    public const string Mark = "[redacted]";

    private static readonly string[] Words =
    [
        "token", "secret", "password", "passwd", "passphrase", "credential", "authoriz", "authenticat", "apikey", "accesskey", "privatekey", "signingkey",
        "cookie", "bearer", "jwt", "pushnotificationconfig",
    ];

    /// <summary>True for the name of a member whose value is nobody's business, however it is spelt (<c>apiKey</c>, <c>api_key</c>, <c>x-api-key</c>).</summary>
    public static bool IsName(string name)
    {
        var plain = string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
        return plain is "auth" or "pin" or "otp" or "key" or "env" || Array.Exists(Words, word => plain.Contains(word, StringComparison.Ordinal));
    }

    /// <summary>The text without what looks like a secret.</summary>
    public static string Clean(string text)
    {
        try
        {
            return Forms().Replace(text, Mark);
        }
        catch (RegexMatchTimeoutException)
        {
            return Mark;
        }
    }

    // Each begins where a run does, so that no text takes long.
    [GeneratedRegex(
        """
        -----BEGIN[ ][A-Z ]*PRIVATE[ ]KEY-----[^-]*(?:-----END[ ][A-Z ]*-----)?
        |\b(?:Bearer|Basic|Digest)\s+[A-Za-z0-9._~+/=-]{8,}
        |(?<=://)[^\s/@:]+:[^\s/@]+(?=@)
        |(?<=[?&](?:token|access_token|key|api_key|sig|signature|secret|password|code)=)[^&\s"#]+
        |\beyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]+){0,4}
        |\b(?:sk|pk|rk|sess|ghp|gho|ghu|ghs|ghr|github_pat|glpat|xox[abposr]|AKIA|ASIA|AIza|hf|npm|pypi|dop_v1)[-_]?[A-Za-z0-9_-]{12,}
        |(?<![A-Za-z0-9_+/=-])(?=[A-Za-z0-9_+/=-]*[0-9])(?=[A-Za-z0-9_+/=-]*[a-z])(?=[A-Za-z0-9_+/=-]*[A-Z])[A-Za-z0-9_+/=-]{32,}
        |\b[0-9a-fA-F]{40,}\b
        """,
        RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Forms();
}
