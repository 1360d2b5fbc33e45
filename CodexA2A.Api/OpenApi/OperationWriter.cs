using System.Text.Json.Nodes;

namespace CodexA2A.Api.OpenApi;

/// <summary>Writes one operation: its parameters, its body, its answers.</summary>
internal sealed class OperationWriter(SchemaWriter schemas)
{
    private static readonly string[] Json = [MediaTypes.Json, MediaTypes.A2AJson];

    /// <summary>The operation as OpenAPI has it.</summary>
    public JsonObject Write(RestOperation operation)
    {
        var written = new JsonObject
        {
            ["operationId"] = operation.Id,
            ["summary"] = operation.Summary,
            ["parameters"] = new JsonArray([.. Parameters(operation)]),
        };
        if (operation.Body is { } body)
        {
            var content = Content(schemas.Of(body), operation.BodyExample);
            written["requestBody"] = new JsonObject { ["required"] = !operation.IsBodyOptional, ["content"] = content };
        }

        var responses = new JsonObject { ["200"] = Answer(operation) };
        foreach (var status in ErrorResponses.Statuses)
        {
            responses[status] = new JsonObject { ["$ref"] = ErrorResponses.Reference(status) };
        }

        written["responses"] = responses;
        return written;
    }

    private JsonObject Answer(RestOperation operation)
    {
        if (operation.Result is not { } result)
        {
            return new JsonObject { ["description"] = "Done; there is nothing to say.", ["content"] = Content(new JsonObject { ["type"] = Extensions.Json.Strings("object", "null") }, null) };
        }

        var schema = schemas.Of(result);
        return new JsonObject
        {
            ["description"] = operation.Streams ? "Server-sent events; the data of each is one StreamResponse, its id is the cursor of event-replay." : "The answer.",
            ["headers"] = new JsonObject
            {
                [Headers.Version] = new JsonObject { ["description"] = "The version of the answer.", ["schema"] = Text() },
                [Headers.Extensions] = new JsonObject { ["description"] = "The extensions that were activated.", ["schema"] = Text() },
            },
            ["content"] = operation.Streams
                // OpenAPI 3.1 has no word for the schema of an event.
                ? new JsonObject { [MediaTypes.EventStream] = new JsonObject { ["schema"] = Text(), ["x-a2a-event-schema"] = schema } }
                : Content(schema, null),
        };
    }

    private IEnumerable<JsonNode> Parameters(RestOperation operation)
    {
        if (operation.Path.Contains("{id}", StringComparison.Ordinal)) yield return Parameter("id", "path", "Id of the task.", Text(), RestOperations.TaskIdExample);
        if (operation.Path.Contains("{configId}", StringComparison.Ordinal)) yield return Parameter("configId", "path", "Id of the webhook.", Text(), RestOperations.ConfigIdExample);
        yield return Parameter(Headers.Version, "header", "Version of the protocol.", Text(), ProtocolVersions.V10);
        yield return Parameter(Headers.Extensions, "header", "Extensions to activate: URIs with commas between them.", Text(), Extensions.KnownExtensions.StreamHints.Uri);
        if (operation.Header is { } header) yield return Parameter(header.Name, "header", header.Description, Text(), header.Example);
        foreach (var name in operation.QueryNames)
        {
            yield return Parameter(name, "query", null, schemas.Member(operation.Query!, name), operation.QueryExamples.GetValueOrDefault(name)?.DeepClone());
        }
    }

    private static JsonObject Parameter(string name, string place, string? description, JsonObject schema, JsonNode? example)
    {
        var parameter = new JsonObject { ["name"] = name, ["in"] = place };
        if (description is not null) parameter["description"] = description;
        if (place == "path") parameter["required"] = true;
        parameter["schema"] = schema;
        if (example is not null) parameter["example"] = example;
        return parameter;
    }

    private static JsonObject Content(JsonObject schema, JsonObject? example)
    {
        var content = new JsonObject();
        foreach (var type in Json)
        {
            var media = new JsonObject { ["schema"] = schema.DeepClone() };
            if (example is not null) media["example"] = example.DeepClone();
            content[type] = media;
        }

        return content;
    }

    private static JsonObject Text() => new() { ["type"] = "string" };
}
