using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CodexA2A.Api.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Auth.Certificates;

/// <summary>Which certificates of clients are taken: those that an authority of the file has issued for clients, as long as they last. Revocation is not looked up.</summary>
internal sealed class CertificateTrust : IDisposable
{
    private const string ForClients = "1.3.6.1.5.5.7.3.2";

    private readonly X509Certificate2Collection authorities = [];
    private readonly TimeProvider time;

    public CertificateTrust(IOptions<A2AOptions> options, TimeProvider time)
    {
        this.time = time;
        if (options.Value.ClientCertificates == Off) return;
        Mode = options.Value.ClientCertificates == Require ? ClientCertificateMode.RequireCertificate : ClientCertificateMode.AllowCertificate;
        authorities = Read(options.Value.ClientAuthorityFile);
    }

    /// <summary>None are asked for.</summary>
    public const string Off = "off";

    /// <summary>One may be given.</summary>
    public const string Allow = "allow";

    /// <summary>Nobody connects without one.</summary>
    public const string Require = "require";

    /// <summary>Whether clients are asked for one.</summary>
    public ClientCertificateMode Mode { get; } = ClientCertificateMode.NoCertificate;

    /// <summary>Tells the server; its https endpoints ask from then on.</summary>
    public void Apply(HttpsConnectionAdapterOptions https)
    {
        if (Mode == ClientCertificateMode.NoCertificate) return;
        https.ClientCertificateMode = Mode;
        https.ClientCertificateValidation = (certificate, chain, _) => IsTrusted(certificate, chain?.ChainPolicy.ExtraStore);
    }

    /// <summary>True of a certificate that an authority of the file vouches for.</summary>
    public bool IsTrusted(X509Certificate2 certificate, X509Certificate2Collection? sent)
    {
        using var chain = new X509Chain();
        var policy = chain.ChainPolicy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.CustomTrustStore.AddRange(authorities);
        if (sent is not null) policy.ExtraStore.AddRange(sent);
        policy.ApplicationPolicy.Add(new Oid(ForClients));
        policy.RevocationMode = X509RevocationMode.NoCheck;
        policy.DisableCertificateDownloads = true;
        policy.VerificationTimeIgnored = false;
        policy.VerificationTime = time.GetUtcNow().LocalDateTime;
        return chain.Build(certificate);
    }

    /// <summary>The authorities in a PEM file.</summary>
    /// <exception cref="FormatException">With a sentence that names the file and says what would be right.</exception>
    public static X509Certificate2Collection Read(string? file)
    {
        const string Setting = "A2A:ClientAuthorityFile";
        if (string.IsNullOrEmpty(file)) throw new FormatException($"{Setting} is missing: A2A:ClientCertificates needs a PEM file with the authorities that issue them.");
        try
        {
            var read = new X509Certificate2Collection();
            read.ImportFromPemFile(file);
            return read.Count > 0 ? read : throw new FormatException($"{Setting}: {file} has no certificate in PEM.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException or NotSupportedException)
        {
            throw new FormatException($"{Setting}: {file} cannot be read: {exception.Message}", exception);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var authority in authorities) authority.Dispose();
    }
}
