using System.Text.Json;
using System.Text.Json.Nodes;
using CodexA2A.Protocol.Json;

namespace CodexA2A.Api.OpenApi;

/// <summary>Schemas of what has no members of its own.</summary>
internal static class ScalarSchemas
{
    /// <summary>The schema; null for a type that has members, items or names.</summary>
    public static JsonObject? Of(Type type) =>
        type == typeof(string) ? new JsonObject { ["type"] = "string" }
        : type == typeof(bool) ? new JsonObject { ["type"] = "boolean" }
        : type == typeof(int) ? new JsonObject { ["type"] = "integer", ["format"] = "int32" }
        : type == typeof(DateTimeOffset) ? new JsonObject { ["type"] = "string", ["format"] = "date-time" }
        : type == typeof(ReadOnlyMemory<byte>) ? new JsonObject { ["type"] = "string", ["contentEncoding"] = "base64" }
        : type == typeof(JsonObject) ? new JsonObject { ["type"] = "object" }
        : type == typeof(JsonElement) ? new JsonObject { ["description"] = "Any JSON value but null." }
        : null;

    /// <summary>Writes the names of an enum, without the one that says nothing.</summary>
    public static void Enum(JsonObject schema, Type type)
    {
        schema["type"] = "string";
        schema["enum"] = Extensions.Json.Strings(
            type == typeof(TaskState) ? System.Enum.GetValues<TaskState>().Where(state => state != TaskState.Unspecified).Select(state => state.WireName)
            : type == typeof(Role) ? System.Enum.GetValues<Role>().Where(role => role != Role.Unspecified).Select(role => JsonNode.Parse(A2AJson.Serialize(role))!.GetValue<string>())
            : throw new NotSupportedException($"{type} has no names on the wire."));
    }
}
