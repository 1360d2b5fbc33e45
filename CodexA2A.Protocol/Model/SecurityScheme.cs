using System.Text.Json.Serialization;

namespace CodexA2A.Protocol;

/// <summary>A way to authenticate (A2A 1.0, <c>SecurityScheme</c>): exactly one of its members is set.</summary>
public sealed record SecurityScheme : IOneOf
{
    /// <summary>A key in a header, a query parameter or a cookie.</summary>
    public ApiKeySecurityScheme? ApiKeySecurityScheme { get; init; }

    /// <summary>The Authorization header.</summary>
    public HttpAuthSecurityScheme? HttpAuthSecurityScheme { get; init; }

    /// <summary>OAuth 2.0.</summary>
    [JsonPropertyName("oauth2SecurityScheme")]
    public OAuth2SecurityScheme? OAuth2SecurityScheme { get; init; }

    /// <summary>OpenID Connect.</summary>
    public OpenIdConnectSecurityScheme? OpenIdConnectSecurityScheme { get; init; }

    /// <summary>A client certificate.</summary>
    public MutualTlsSecurityScheme? MtlsSecurityScheme { get; init; }

    int IOneOf.SetCount => (ApiKeySecurityScheme is null ? 0 : 1) + (HttpAuthSecurityScheme is null ? 0 : 1)
        + (OAuth2SecurityScheme is null ? 0 : 1) + (OpenIdConnectSecurityScheme is null ? 0 : 1) + (MtlsSecurityScheme is null ? 0 : 1);

    string IOneOf.Alternatives =>
        "apiKeySecurityScheme, httpAuthSecurityScheme, oauth2SecurityScheme, openIdConnectSecurityScheme, mtlsSecurityScheme";
}

/// <summary>A key in a header, a query parameter or a cookie (A2A 1.0, <c>APIKeySecurityScheme</c>).</summary>
public sealed record ApiKeySecurityScheme
{
    /// <summary>Description for people.</summary>
    public string? Description { get; init; }

    /// <summary>Required. <c>query</c>, <c>header</c> or <c>cookie</c>.</summary>
    public required string Location { get; init => field = value ?? ""; }

    /// <summary>Required. Name of the header, parameter or cookie.</summary>
    public required string Name { get; init => field = value ?? ""; }
}

/// <summary>The Authorization header (A2A 1.0, <c>HTTPAuthSecurityScheme</c>).</summary>
public sealed record HttpAuthSecurityScheme
{
    /// <summary>Description for people.</summary>
    public string? Description { get; init; }

    /// <summary>Required. Registered scheme, such as <c>Bearer</c>.</summary>
    public required string Scheme { get; init => field = value ?? ""; }

    /// <summary>Form of the bearer token, such as <c>JWT</c>.</summary>
    public string? BearerFormat { get; init; }
}

/// <summary>OAuth 2.0 (A2A 1.0, <c>OAuth2SecurityScheme</c>).</summary>
public sealed record OAuth2SecurityScheme
{
    /// <summary>Description for people.</summary>
    public string? Description { get; init; }

    /// <summary>Required. How to get a token.</summary>
    public required OAuthFlows Flows { get; init; }

    /// <summary>Authorization server metadata (RFC 8414).</summary>
    [JsonPropertyName("oauth2MetadataUrl")]
    public string? OAuth2MetadataUrl { get; init; }
}

/// <summary>OpenID Connect (A2A 1.0, <c>OpenIdConnectSecurityScheme</c>).</summary>
public sealed record OpenIdConnectSecurityScheme
{
    /// <summary>Description for people.</summary>
    public string? Description { get; init; }

    /// <summary>Required. Discovery document.</summary>
    public required string OpenIdConnectUrl { get; init => field = value ?? ""; }
}

/// <summary>A client certificate (A2A 1.0, <c>MutualTlsSecurityScheme</c>).</summary>
public sealed record MutualTlsSecurityScheme
{
    /// <summary>Description for people.</summary>
    public string? Description { get; init; }
}
