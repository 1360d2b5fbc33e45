using System.Text.Json.Nodes;

namespace CodexA2A.Api.Tests.Ways;

/// <summary>What A2A 0.3 answered, in the JSON of 1.0; by hand, as <see cref="V03Params"/>.</summary>
internal static class V03Results
{
    public static JsonNode? Of(string operation, JsonNode? result, bool rest) => operation switch
    {
        Methods.SendMessage => Event(result!.AsObject(), rest),
        Methods.GetTask or Methods.CancelTask => Task(result!, rest),
        Methods.CreateTaskPushNotificationConfig or Methods.GetTaskPushNotificationConfig => Push(result!, rest),
        Methods.ListTaskPushNotificationConfigs => new JsonObject
        {
            ["configs"] = new JsonArray([.. (rest ? result!["configs"] ?? new JsonArray() : result!).AsArray().Select(config => Push(config!, rest))]),
        },
        _ => result?.DeepClone(),
    };

    /// <summary>An event of a stream, or the answer to a send.</summary>
    public static JsonObject Event(JsonObject given, bool rest)
    {
        var kind = rest ? given.Single().Key : (string)given["kind"]! switch { "status-update" => "statusUpdate", "artifact-update" => "artifactUpdate", var same => same };
        var inside = rest ? given[kind]! : given;
        if (kind == "task") return new JsonObject { [kind] = Task(inside, rest) };
        if (kind == "message") return new JsonObject { [kind] = Message(inside, rest) };
        var changed = Without(inside, "kind", "final");
        if (changed["status"] is { } status) changed["status"] = Status(status, rest);
        if (changed["artifact"] is { } artifact) changed["artifact"] = Parts(artifact, "parts", rest);
        return new JsonObject { [kind] = changed };
    }

    private static JsonObject Task(JsonNode task, bool rest)
    {
        var changed = Without(task, "kind");
        changed["status"] = Status(task["status"]!, rest);
        if (task["history"] is JsonArray history) changed["history"] = new JsonArray([.. history.Select(message => Message(message!, rest))]);
        if (task["artifacts"] is JsonArray artifacts) changed["artifacts"] = new JsonArray([.. artifacts.Select(artifact => Parts(artifact!, "parts", rest))]);
        return changed;
    }

    private static JsonObject Status(JsonNode status, bool rest)
    {
        var changed = Without(status);
        var state = (string)status["state"]!;
        changed["state"] = rest ? state.Replace("CANCELLED", "CANCELED", StringComparison.Ordinal) : "TASK_STATE_" + state.ToUpperInvariant().Replace('-', '_');
        if (status["message"] is { } message) changed["message"] = Message(message, rest);
        return changed;
    }

    private static JsonObject Message(JsonNode message, bool rest)
    {
        var changed = Parts(message, rest ? "content" : "parts", rest);
        changed.Remove("kind");
        if (!rest) changed["role"] = "ROLE_" + ((string)message["role"]!).ToUpperInvariant();
        return changed;
    }

    private static JsonObject Parts(JsonNode given, string name, bool rest)
    {
        var changed = Without(given, name);
        changed["parts"] = new JsonArray([.. given[name]!.AsArray().Select(part => Part(part!, rest))]);
        return changed;
    }

    private static JsonObject Part(JsonNode part, bool rest)
    {
        var changed = Without(part, "kind", "file");
        if (rest && part["data"] is { } data) changed["data"] = data["data"]!.DeepClone();
        if (changed["metadata"] is JsonObject metadata && metadata.Remove("data_part_compat"))
        {
            changed["data"] = changed["data"]!["value"]!.DeepClone();
            if (metadata.Count == 0) changed.Remove("metadata");
        }

        if (part["file"] is not { } file) return changed;
        foreach (var (name, value) in file.AsObject())
        {
            changed[name switch { "bytes" or "fileWithBytes" => "raw", "uri" or "fileWithUri" => "url", "mimeType" => "mediaType", _ => "filename" }] = value?.DeepClone();
        }

        return changed;
    }

    private static JsonObject Push(JsonNode given, bool rest)
    {
        var changed = Without(given["pushNotificationConfig"]!);
        changed["taskId"] = rest ? ((string)given["name"]!).Split('/')[1] : given["taskId"]!.DeepClone();
        if (changed["authentication"] is not JsonObject authentication) return changed;
        authentication["scheme"] = authentication["schemes"]![0]!.DeepClone();
        authentication.Remove("schemes");
        return changed;
    }

    private static JsonObject Without(JsonNode node, params ReadOnlySpan<string> names)
    {
        var changed = node.DeepClone().AsObject();
        foreach (var name in names)
        {
            changed.Remove(name);
        }

        return changed;
    }
}
