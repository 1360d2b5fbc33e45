using System.Security.Cryptography.X509Certificates;

namespace CodexA2A.Api.Auth.Certificates;

/// <summary>Whom a certificate stands for that TLS has let in.</summary>
internal static class CertificateCallers
{
    /// <summary>The caller; null where the items of scheme certificate do not name it.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="table">All credentials. Where none is of scheme certificate, every certificate is a caller of its own, <c>cert:NAME</c>.</param>
    /// <param name="now">The time.</param>
    public static Login? Find(X509Certificate2 certificate, CredentialTable table, DateTimeOffset now)
    {
        var ends = new DateTimeOffset(certificate.NotAfter.ToUniversalTime(), TimeSpan.Zero);
        if (now >= ends) return null;
        var names = CertificateNames.Of(certificate);
        var fingerprint = CertificateNames.Fingerprint(certificate);
        if (!table.ListsCertificates)
        {
            return names.Count == 0 ? null
                : Login.Of(new Caller(new Tasks.Owner("", $"cert:{names[0]}"), "certificate", [])) with { Until = ends, Scheme = CredentialScheme.Certificate };
        }

        var item = table.Certificates.FirstOrDefault(item => item.IsLive(now)
            && (item.Certificate!.StartsWith(CertificateNames.FingerprintPrefix, StringComparison.OrdinalIgnoreCase)
                ? fingerprint.Equals(item.Certificate, StringComparison.OrdinalIgnoreCase)
                : names.Contains(item.Certificate, StringComparer.Ordinal)));
        if (item is null) return null;
        var login = Login.Of(item);
        return login.Until < ends ? login : login with { Until = ends };
    }
}
