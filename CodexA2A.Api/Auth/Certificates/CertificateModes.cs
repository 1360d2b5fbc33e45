using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace CodexA2A.Api.Auth.Certificates;

/// <summary>What Kestrel's own section says about certificates of clients. It goes before what the service sets for all endpoints, so it must not ask for less. Pure.</summary>
internal static class CertificateModes
{
    private const string Section = "Kestrel";
    private const string Setting = ":ClientCertificateMode";

    /// <summary>A sentence about each endpoint, name or default that asks for less than <paramref name="trust"/> does.</summary>
    /// <param name="configuration">All settings.</param>
    /// <param name="trust">A2A:ClientCertificates.</param>
    public static IEnumerable<string> Conflicts(IConfiguration configuration, string trust)
    {
        if (trust is not (CertificateTrust.Allow or CertificateTrust.Require)) yield break;
        foreach (var (key, value) in configuration.GetSection(Section).AsEnumerable())
        {
            if (!key.EndsWith(Setting, StringComparison.OrdinalIgnoreCase) || string.IsNullOrEmpty(value) || IsEnough(value, trust)) continue;
            var right = trust == CertificateTrust.Require ? nameof(ClientCertificateMode.RequireCertificate) : nameof(ClientCertificateMode.AllowCertificate);
            yield return $"{key} is {value}, which goes before A2A:ClientCertificates={trust} and asks clients for less. Remove it, or set it to {right}.";
        }
    }

    /// <summary>One that is asked for later is not seen here at all.</summary>
    private static bool IsEnough(string value, string trust) => Enum.TryParse<ClientCertificateMode>(value, ignoreCase: true, out var mode) && mode switch
    {
        ClientCertificateMode.RequireCertificate => true,
        ClientCertificateMode.AllowCertificate => trust == CertificateTrust.Allow,
        _ => false,
    };
}
