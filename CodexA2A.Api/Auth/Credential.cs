namespace CodexA2A.Api.Auth;

/// <summary>One way in: the hash of a secret and whom it stands for. The secret itself is not kept.</summary>
/// <param name="Id">Name of the credential in logs.</param>
/// <param name="Scheme">Bearer or Basic.</param>
/// <param name="Secret">What the caller must present, hashed.</param>
/// <param name="Principal">Whom it stands for; survives a change of the secret.</param>
/// <param name="Capabilities">What else it may do.</param>
internal sealed record Credential(string Id, CredentialScheme Scheme, SecretHash Secret, string Principal, IReadOnlyList<string> Capabilities);

/// <summary>The two HTTP schemes.</summary>
internal enum CredentialScheme
{
    /// <summary>RFC 6750.</summary>
    Bearer,

    /// <summary>RFC 7617.</summary>
    Basic,
}
