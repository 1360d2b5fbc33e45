using CodexA2A.Api.Auth;
using CodexA2A.Api.Auth.Certificates;
using CodexA2A.Api.Auth.Jwt;
using CodexA2A.Api.Hosting;

namespace CodexA2A.Api.Cards;

/// <summary>How callers can authenticate, as cards say it.</summary>
internal static class CardSecurity
{
    private const string Certificate = "clientCertificate";

    /// <summary>The schemes by name; none when there is no way to authenticate.</summary>
    /// <param name="options">The header of keys, and whether certificates are asked for.</param>
    /// <param name="jwt">Whose tokens are taken.</param>
    /// <param name="credentials">Which schemes some credential uses.</param>
    public static IReadOnlyDictionary<string, SecurityScheme> Schemes(A2AOptions options, JwtOptions jwt, CredentialTable credentials)
    {
        var schemes = new Dictionary<string, SecurityScheme>(StringComparer.Ordinal);
        if (credentials.Has(CredentialScheme.Bearer)) schemes["bearerAuth"] = Http("Bearer");
        if (credentials.Has(CredentialScheme.Basic)) schemes["basicAuth"] = Http("Basic");
        if (credentials.Has(CredentialScheme.ApiKey)) schemes["apiKeyAuth"] = new() { ApiKeySecurityScheme = new() { Location = "header", Name = options.ApiKeyHeader } };
        if (jwt.Discovery is { } url) schemes["openIdConnect"] = new() { OpenIdConnectSecurityScheme = new() { OpenIdConnectUrl = url } };
        else if (jwt.IsOn) schemes["jwtAuth"] = Http("Bearer", "JWT");
        // With a description, because signers leave out what is empty.
        if (options.ClientCertificates != CertificateTrust.Off) schemes[Certificate] = new() { MtlsSecurityScheme = new() { Description = "A certificate of the client in TLS." } };
        return schemes;
    }

    /// <summary>Each scheme is an alternative to all others; where nobody connects without a certificate, that goes along with each.</summary>
    public static IReadOnlyList<SecurityRequirement> Requirements(A2AOptions options, IEnumerable<string> schemes) =>
        [.. schemes.Select(scheme => Requirement(scheme, options.ClientCertificates == CertificateTrust.Require ? Certificate : scheme))];

    private static SecurityRequirement Requirement(params IEnumerable<string> schemes) =>
        new() { Schemes = schemes.Distinct().ToDictionary(scheme => scheme, _ => new StringList(), StringComparer.Ordinal) };

    private static SecurityScheme Http(string scheme, string? format = null) =>
        new() { HttpAuthSecurityScheme = new HttpAuthSecurityScheme { Scheme = scheme, BearerFormat = format } };
}
