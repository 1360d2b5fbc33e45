namespace CodexA2A.Protocol;

/// <summary>How to get an OAuth 2.0 token (A2A 1.0, <c>OAuthFlows</c>): exactly one of its members is set.</summary>
public sealed record OAuthFlows : IOneOf
{
    /// <summary>Authorization code.</summary>
    public AuthorizationCodeOAuthFlow? AuthorizationCode { get; init; }

    /// <summary>Client credentials.</summary>
    public ClientCredentialsOAuthFlow? ClientCredentials { get; init; }

    /// <summary>Implicit (deprecated).</summary>
    public ImplicitOAuthFlow? Implicit { get; init; }

    /// <summary>Password (deprecated).</summary>
    public PasswordOAuthFlow? Password { get; init; }

    /// <summary>Device code (RFC 8628).</summary>
    public DeviceCodeOAuthFlow? DeviceCode { get; init; }

    int IOneOf.SetCount => (AuthorizationCode is null ? 0 : 1) + (ClientCredentials is null ? 0 : 1)
        + (Implicit is null ? 0 : 1) + (Password is null ? 0 : 1) + (DeviceCode is null ? 0 : 1);

    string IOneOf.Alternatives => "authorizationCode, clientCredentials, implicit, password, deviceCode";
}

/// <summary>Authorization code (A2A 1.0, <c>AuthorizationCodeOAuthFlow</c>).</summary>
public sealed record AuthorizationCodeOAuthFlow
{
    /// <summary>Required. Authorization endpoint.</summary>
    public required string AuthorizationUrl { get; init => field = value ?? ""; }

    /// <summary>Required. Token endpoint.</summary>
    public required string TokenUrl { get; init => field = value ?? ""; }

    /// <summary>Where to refresh, if elsewhere.</summary>
    public string? RefreshUrl { get; init; }

    /// <summary>Required. Descriptions by scope.</summary>
    public required IReadOnlyDictionary<string, string> Scopes { get; init => field = value ?? EmptyMap.Strings; }

    /// <summary>PKCE must be used (RFC 7636).</summary>
    public bool PkceRequired { get; init; }
}

/// <summary>Client credentials (A2A 1.0, <c>ClientCredentialsOAuthFlow</c>).</summary>
public sealed record ClientCredentialsOAuthFlow
{
    /// <summary>Required. Token endpoint.</summary>
    public required string TokenUrl { get; init => field = value ?? ""; }

    /// <summary>Where to refresh, if elsewhere.</summary>
    public string? RefreshUrl { get; init; }

    /// <summary>Required. Descriptions by scope.</summary>
    public required IReadOnlyDictionary<string, string> Scopes { get; init => field = value ?? EmptyMap.Strings; }
}

/// <summary>Implicit, deprecated (A2A 1.0, <c>ImplicitOAuthFlow</c>).</summary>
public sealed record ImplicitOAuthFlow
{
    /// <summary>Authorization endpoint.</summary>
    public string? AuthorizationUrl { get; init; }

    /// <summary>Where to refresh, if elsewhere.</summary>
    public string? RefreshUrl { get; init; }

    /// <summary>Descriptions by scope.</summary>
    public IReadOnlyDictionary<string, string>? Scopes { get; init; }
}

/// <summary>Password, deprecated (A2A 1.0, <c>PasswordOAuthFlow</c>).</summary>
public sealed record PasswordOAuthFlow
{
    /// <summary>Token endpoint.</summary>
    public string? TokenUrl { get; init; }

    /// <summary>Where to refresh, if elsewhere.</summary>
    public string? RefreshUrl { get; init; }

    /// <summary>Descriptions by scope.</summary>
    public IReadOnlyDictionary<string, string>? Scopes { get; init; }
}

/// <summary>Device code (A2A 1.0, <c>DeviceCodeOAuthFlow</c>).</summary>
public sealed record DeviceCodeOAuthFlow
{
    /// <summary>Required. Device authorization endpoint.</summary>
    public required string DeviceAuthorizationUrl { get; init => field = value ?? ""; }

    /// <summary>Required. Token endpoint.</summary>
    public required string TokenUrl { get; init => field = value ?? ""; }

    /// <summary>Where to refresh, if elsewhere.</summary>
    public string? RefreshUrl { get; init; }

    /// <summary>Required. Descriptions by scope.</summary>
    public required IReadOnlyDictionary<string, string> Scopes { get; init => field = value ?? EmptyMap.Strings; }
}
