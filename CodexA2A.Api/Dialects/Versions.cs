using System.Globalization;

namespace CodexA2A.Api.Dialects;

/// <summary>Chooses the protocol version of a call (A2A 1.0, 3.6): header or query; without either, by the style of the call.</summary>
internal static class Versions
{
    /// <summary>The version of a call. Every binding decides alike: what is asked for must be served, and the call be written in it.</summary>
    /// <param name="request">Its headers and query.</param>
    /// <param name="legacyStyle">True when the call is written as in 0.3: a method with a slash, a path under /v1; null when it is the same in both.</param>
    /// <param name="servesV03">Whether 0.3 is served.</param>
    /// <exception cref="A2AException">VersionNotSupported.</exception>
    public static string Negotiate(HttpRequest request, bool? legacyStyle, bool servesV03 = false)
    {
        // The same address answers otherwise for another version.
        request.HttpContext.Response.Headers.Vary = Headers.Version;
        var asked = Asked(request);
        // Many clients of 1.0 forget the header, which the specification reads as 0.3; what they call tells them apart.
        var style = legacyStyle is true ? ProtocolVersions.V03 : ProtocolVersions.V10;
        var version = asked.Length > 0 ? MajorMinor(asked) : style;
        if (version is not ProtocolVersions.V10 && !(servesV03 && version is ProtocolVersions.V03))
        {
            throw A2AException.VersionNotSupported(
                asked.Length > 0 ? asked : ProtocolVersions.V03, servesV03 ? $"{ProtocolVersions.V10}, {ProtocolVersions.V03}" : ProtocolVersions.V10);
        }

        if (servesV03 && legacyStyle is not null && version != style)
        {
            throw new A2AException(A2AErrorCode.VersionNotSupported, $"The call is one of A2A {style}, but {Headers.Version} asks for {version}; change one of them.")
            {
                Metadata = new Dictionary<string, string> { ["requested"] = version, ["supported"] = style },
            };
        }

        return version;
    }

    /// <summary>The version asked for as the client wrote it: header, else query; empty when it asks for none.</summary>
    public static string Asked(HttpRequest request)
    {
        var header = request.Headers[Headers.Version].ToString().Trim();
        return header.Length > 0 ? header : request.Query[Headers.Version].ToString().Trim();
    }

    /// <summary>The first two numbers: a patch never counts. Null for what is no version.</summary>
    public static string? MajorMinor(string version)
    {
        var numbers = version.Split('.');
        return numbers.Length is 2 or 3 && numbers.All(number => number.Length is > 0 and < 6 && number.All(char.IsAsciiDigit))
            ? $"{int.Parse(numbers[0], CultureInfo.InvariantCulture)}.{int.Parse(numbers[1], CultureInfo.InvariantCulture)}"
            : null;
    }
}
