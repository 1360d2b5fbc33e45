using System.Text.Json.Nodes;
using CodexA2A.Api.Handling;

namespace CodexA2A.Api.OpenApi;

/// <summary>Describes the HTTP+JSON binding in OpenAPI 3.1, from the wire contracts, the routes, the errors and a card.</summary>
internal static class OpenApiWriter
{
    /// <summary>The document.</summary>
    /// <param name="card">The public card: what it does not say, the document does not say either.</param>
    public static JsonObject Write(AgentCard card)
    {
        var schemas = new SchemaWriter();
        var writer = new OperationWriter(schemas);
        var paths = new JsonObject();
        foreach (var route in RestOperations.All.GroupBy(operation => operation.Path))
        {
            paths[route.Key] = new JsonObject(route.Select(operation => KeyValuePair.Create<string, JsonNode?>(operation.Verb, writer.Write(operation))));
        }

        var responses = ErrorResponses.Write(schemas);
        var components = new JsonObject { ["schemas"] = schemas.Components, ["responses"] = responses };
        var document = new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject { ["title"] = card.Name, ["description"] = card.Description, ["version"] = card.Version },
            ["servers"] = new JsonArray([.. card.SupportedInterfaces.Where(IsRest).Select(one => one.Url).Distinct().SelectMany(Servers)]),
            ["paths"] = paths,
            ["components"] = components,
            ["x-a2a-extensions"] = new JsonArray([.. (card.Capabilities.Extensions ?? []).Select(Extension)]),
        };
        if (card.DocumentationUrl is { Length: > 0 } documentation) document["externalDocs"] = new JsonObject { ["url"] = documentation };
        if (card.SecuritySchemes is { Count: > 0 } schemes)
        {
            components["securitySchemes"] = OpenApiSecurity.Schemes(schemes);
            document["security"] = OpenApiSecurity.Requirements(card.SecurityRequirements ?? []);
        }

        return document;
    }

    /// <summary>The same routes twice: as they are, and below the caller's tenant.</summary>
    private static IEnumerable<JsonNode> Servers(string url) =>
    [
        new JsonObject { ["url"] = url },
        new JsonObject
        {
            ["url"] = $"{url.TrimEnd('/')}/{{{TenantGuard.RouteValue}}}",
            ["description"] = "For callers whose credential has a tenant.",
            ["variables"] = new JsonObject { [TenantGuard.RouteValue] = new JsonObject { ["default"] = "acme", ["description"] = "The tenant that the extended card names." } },
        },
    ];

    private static bool IsRest(AgentInterface one) => one is { ProtocolBinding: ProtocolBindings.HttpJson, ProtocolVersion: ProtocolVersions.V10 };

    private static JsonNode Extension(AgentExtension extension) => new JsonObject
    {
        ["uri"] = extension.Uri,
        ["description"] = extension.Description,
        ["required"] = extension.Required,
        ["params"] = extension.Params?.DeepClone(),
    };
}
