using System.Text.Json.Nodes;

namespace CodexA2A.Api.OpenApi;

/// <summary>The ways to authenticate of a card as OpenAPI 3.1 writes them.</summary>
internal static class OpenApiSecurity
{
    /// <summary>The schemes by name.</summary>
    public static JsonObject Schemes(IReadOnlyDictionary<string, SecurityScheme> schemes) =>
        new(schemes.Where(scheme => scheme.Value.OAuth2SecurityScheme is null).Select(scheme => KeyValuePair.Create<string, JsonNode?>(scheme.Key, Scheme(scheme.Value))));

    /// <summary>The alternatives. No scopes: there the empty list is what OpenAPI asks for.</summary>
    public static JsonArray Requirements(IEnumerable<SecurityRequirement> requirements) => new([.. requirements.Select(requirement =>
        (JsonNode)new JsonObject((requirement.Schemes ?? new Dictionary<string, StringList>()).Keys.Select(name => KeyValuePair.Create<string, JsonNode?>(name, new JsonArray()))))]);

    private static JsonObject Scheme(SecurityScheme scheme) => scheme switch
    {
        { HttpAuthSecurityScheme: { BearerFormat: { } format } http } => new() { ["type"] = "http", ["scheme"] = http.Scheme.ToLowerInvariant(), ["bearerFormat"] = format },
        { HttpAuthSecurityScheme: { } http } => new() { ["type"] = "http", ["scheme"] = http.Scheme.ToLowerInvariant() },
        { ApiKeySecurityScheme: { } key } => new() { ["type"] = "apiKey", ["in"] = key.Location, ["name"] = key.Name },
        { OpenIdConnectSecurityScheme: { } openId } => new() { ["type"] = "openIdConnect", ["openIdConnectUrl"] = openId.OpenIdConnectUrl },
        _ => new() { ["type"] = "mutualTLS" },
    };
}
