namespace CodexA2A.Api.Dialects;

/// <summary>Chooses the protocol version of a call (A2A 1.0, 3.6): header or query; without either, by the style of the call.</summary>
internal static class Versions
{
    /// <summary>The versions that are served, the newest first.</summary>
    private static readonly string[] Served = [ProtocolVersions.V10];

    /// <summary>The version of a call.</summary>
    /// <param name="request">Its headers and query.</param>
    /// <param name="legacyStyle">True when the call is written as in 0.3: a method with a slash, a path under /v1.</param>
    /// <exception cref="A2AException">VersionNotSupported.</exception>
    public static string Negotiate(HttpRequest request, bool legacyStyle)
    {
        var header = request.Headers[Headers.Version];
        var asked = (header.Count > 0 ? header.ToString() : request.Query[Headers.Version].ToString()).Trim();
        // Many clients of 1.0 forget the header, which the specification reads as 0.3; what they call tells them apart.
        var version = asked.Length > 0 ? MajorMinor(asked) : legacyStyle ? ProtocolVersions.V03 : ProtocolVersions.V10;
        return version is not null && Served.Contains(version)
            ? version
            : throw A2AException.VersionNotSupported(asked.Length > 0 ? asked : ProtocolVersions.V03, string.Join(", ", Served));
    }

    /// <summary>The first two numbers: a patch never counts.</summary>
    private static string? MajorMinor(string version)
    {
        var numbers = version.Split('.');
        return numbers.Length is 2 or 3 && numbers.All(number => number.Length is > 0 and < 6 && number.All(char.IsAsciiDigit))
            ? $"{int.Parse(numbers[0], System.Globalization.CultureInfo.InvariantCulture)}.{int.Parse(numbers[1], System.Globalization.CultureInfo.InvariantCulture)}"
            : null;
    }
}
