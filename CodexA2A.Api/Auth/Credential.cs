using CodexA2A.Api.Auth.Passwords;

namespace CodexA2A.Api.Auth;

/// <summary>One way in: the hash of a secret and whom it stands for. The secret itself is not kept.</summary>
/// <param name="Id">Name of the credential in logs.</param>
/// <param name="Scheme">How it is presented.</param>
/// <param name="Secret">What the caller must present, hashed; null of a password and of a certificate.</param>
/// <param name="Principal">Whom it stands for; survives a change of the secret.</param>
/// <param name="Capabilities">What else it may do.</param>
internal sealed record Credential(string Id, CredentialScheme Scheme, SecretHash? Secret, string Principal, IReadOnlyList<string> Capabilities)
{
    /// <summary>Of a basic credential, instead of <see cref="Secret"/>; its user is the principal.</summary>
    public PasswordHash? Password { get; init; }

    /// <summary>Of a certificate: the name in it, or <c>sha256:</c> and the fingerprint in hexadecimal.</summary>
    public string? Certificate { get; init; }

    /// <summary>The tenant of its principal; the empty string for none.</summary>
    public string Tenant { get; init; } = "";

    /// <summary>From when on it is refused; null for never.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>True until it expires.</summary>
    public bool IsLive(DateTimeOffset now) => Expires is null || now < Expires;

    /// <summary>True when <paramref name="other"/> is presented in the same way and lets in the same caller; when it expires may differ.</summary>
    public bool LetsInAs(Credential other) =>
        Scheme == other.Scheme && Principal == other.Principal && Tenant == other.Tenant && Certificate == other.Certificate && Password?.Text == other.Password?.Text
        && (Secret is null ? other.Secret is null : other.Secret is not null && Secret.Matches(other.Secret))
        && Capabilities.SequenceEqual(other.Capabilities, StringComparer.Ordinal);
}

/// <summary>How a credential is presented.</summary>
internal enum CredentialScheme
{
    /// <summary>RFC 6750.</summary>
    Bearer,

    /// <summary>RFC 7617.</summary>
    Basic,

    /// <summary>In the header <c>A2A:ApiKeyHeader</c>.</summary>
    ApiKey,

    /// <summary>As the client's certificate in TLS.</summary>
    Certificate,
}
