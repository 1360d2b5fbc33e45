using System.Text;

namespace CodexA2A.Api.Auth;

/// <summary>All credentials. A look-up compares with every one of them, so that its time says nothing about which is near.</summary>
internal sealed class CredentialTable(IReadOnlyList<Credential> credentials)
{
    /// <summary>True when nobody can authenticate.</summary>
    public bool IsEmpty => credentials.Count == 0;

    /// <summary>True when some credential uses <paramref name="scheme"/>.</summary>
    public bool Has(CredentialScheme scheme) => credentials.Any(credential => credential.Scheme == scheme);

    /// <summary>The credential that an Authorization header presents, or null.</summary>
    public Credential? Find(string? authorization)
    {
        if (!TryRead(authorization, out var scheme, out var secret)) return null;
        var presented = SecretHash.Of(secret);
        Credential? found = null;
        foreach (var credential in credentials)
        {
            if (credential.Secret.Matches(presented) & credential.Scheme == scheme) found ??= credential;
        }

        return found;
    }

    private static bool TryRead(string? authorization, out CredentialScheme scheme, out string secret)
    {
        (scheme, secret) = (default, "");
        var space = authorization?.IndexOf(' ', StringComparison.Ordinal) ?? -1;
        if (space < 1) return false;
        var value = authorization!.AsSpan(space + 1).Trim();
        if (authorization.AsSpan(0, space).Equals("Bearer", StringComparison.OrdinalIgnoreCase))
        {
            (scheme, secret) = (CredentialScheme.Bearer, value.ToString());
            return secret.Length > 0;
        }

        if (!authorization.AsSpan(0, space).Equals("Basic", StringComparison.OrdinalIgnoreCase)) return false;
        var bytes = new byte[value.Length];
        if (!Convert.TryFromBase64Chars(value, bytes, out var length)) return false;
        (scheme, secret) = (CredentialScheme.Basic, Encoding.UTF8.GetString(bytes, 0, length));
        return true;
    }
}
