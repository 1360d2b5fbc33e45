using System.Text.Json.Nodes;

namespace CodexA2A.Api.Handling;

/// <summary>Reads JSON that may be anything.</summary>
internal static class JsonText
{
    /// <summary>The text; null for everything else.</summary>
    public static string? Of(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
