namespace CodexA2A.Api.OpenApi;

/// <summary>The types of which exactly one member is set, with those members (proto <c>oneof</c>). A test holds them against the contracts.</summary>
internal static class Alternatives
{
    private static readonly Dictionary<Type, string[]> Names = new()
    {
        [typeof(Part)] = ["text", "raw", "url", "data"],
        [typeof(StreamResponse)] = ["task", "message", "statusUpdate", "artifactUpdate"],
        [typeof(SendMessageResponse)] = ["task", "message"],
        [typeof(SecurityScheme)] = ["apiKeySecurityScheme", "httpAuthSecurityScheme", "oauth2SecurityScheme", "openIdConnectSecurityScheme", "mtlsSecurityScheme"],
        [typeof(OAuthFlows)] = ["authorizationCode", "clientCredentials", "implicit", "password", "deviceCode"],
    };

    /// <summary>The members; null for a type without.</summary>
    public static string[]? Of(Type type) => Names.GetValueOrDefault(type);
}
