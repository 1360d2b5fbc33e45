using System.Text.Json.Nodes;

namespace CodexA2A.Api.Compat.V03.Translators;

/// <summary>Security on the card of 0.3, which writes it as OpenAPI does.</summary>
internal static class SecurityTranslator
{
    /// <summary>Each scheme with its <c>type</c> in place of the member around it.</summary>
    /// <param name="schemes">Schemes by name, as 1.0 writes them.</param>
    public static JsonObject Schemes(JsonObject schemes)
    {
        var result = new JsonObject();
        foreach (var (name, scheme) in schemes)
        {
            result[name] = Scheme(scheme!.AsObject().Single());
        }

        return result;
    }

    /// <summary>Alternatives; in each of them scopes by scheme.</summary>
    public static JsonArray Requirements(IEnumerable<SecurityRequirement> requirements) => new([.. requirements.Select(Requirement)]);

    private static JsonObject Scheme(KeyValuePair<string, JsonNode?> scheme)
    {
        var result = new JsonObject
        {
            ["type"] = scheme.Key switch
            {
                "apiKeySecurityScheme" => "apiKey",
                "httpAuthSecurityScheme" => "http",
                "oauth2SecurityScheme" => "oauth2",
                "openIdConnectSecurityScheme" => "openIdConnect",
                _ => "mutualTLS",
            },
        };
        foreach (var (name, value) in scheme.Value!.AsObject())
        {
            result[name == "location" ? "in" : name] = value!.DeepClone();
        }

        if (result["flows"] is JsonObject flows) RemoveNew(flows);
        return result;
    }

    /// <summary>What 0.3 does not know of OAuth.</summary>
    private static void RemoveNew(JsonObject flows)
    {
        flows.Remove("deviceCode");
        (flows["authorizationCode"] as JsonObject)?.Remove("pkceRequired");
    }

    private static JsonObject Requirement(SecurityRequirement requirement)
    {
        var result = new JsonObject();
        foreach (var (scheme, scopes) in requirement.Schemes ?? new Dictionary<string, StringList>())
        {
            result[scheme] = new JsonArray([.. (scopes.List ?? []).Select(scope => (JsonNode)scope)]);
        }

        return result;
    }
}
