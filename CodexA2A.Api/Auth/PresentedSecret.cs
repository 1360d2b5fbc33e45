using System.Text;

namespace CodexA2A.Api.Auth;

/// <summary>What a caller presents, before anybody knows whether it is right.</summary>
internal sealed class PresentedSecret
{
    private PresentedSecret(CredentialScheme scheme, string secret) => (Scheme, Secret) = (scheme, secret);

    /// <summary>How it is presented.</summary>
    public CredentialScheme Scheme { get; }

    /// <summary>The token, the key, or user and password with a colon between them.</summary>
    public string Secret { get; }

    /// <summary>The user of scheme Basic; null without a colon.</summary>
    public string? Username { get; private init; }

    /// <summary>An API key.</summary>
    public static PresentedSecret ApiKey(string key) => new(CredentialScheme.ApiKey, key);

    /// <summary>What an Authorization header presents; null when it is of no known scheme, or empty, or no base64.</summary>
    public static PresentedSecret? Read(string? authorization)
    {
        var space = authorization?.IndexOf(' ', StringComparison.Ordinal) ?? -1;
        if (space < 1) return null;
        var scheme = authorization.AsSpan(0, space);
        var value = authorization.AsSpan(space + 1).Trim();
        if (scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)) return value.Length == 0 ? null : new(CredentialScheme.Bearer, value.ToString());
        if (!scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase)) return null;
        var bytes = new byte[value.Length];
        if (!Convert.TryFromBase64Chars(value, bytes, out var length)) return null;
        var text = Encoding.UTF8.GetString(bytes, 0, length);
        return new(CredentialScheme.Basic, text) { Username = text.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon ? text[..colon] : null };
    }

    /// <summary>Hides the secret from logs and debuggers.</summary>
    public override string ToString() => "***";
}
