using System.Text.Json;
using System.Text.Json.Nodes;
using CodexA2A.Protocol.Json;
using CodexA2A.Runner.Mapping.Streams;

namespace CodexA2A.Runner.Mapping.Text;

/// <summary>JSON of a tool, whole when it is small; else its text, first and last half. What nests too deep for a binding is text, too.</summary>
internal static class BoundedJson
{
    /// <summary>What it goes into has some levels of its own: those of a question in a status are six.</summary>
    private const int MaxLevels = JsonNesting.MaxLevels - 8;

    /// <summary>A node of its own; null for null and undefined.</summary>
    public static JsonNode? From(JsonElement? value, int maxBytes = EventSizes.ToolData)
    {
        if (value is not { } element || element.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            return null;
        }

        var bounded = BoundedText.FirstAndLast(element.GetRawText(), maxBytes);
        if (bounded.TruncatedBytes > 0)
        {
            return new JsonObject { ["json"] = bounded.Text, ["truncated_bytes"] = bounded.TruncatedBytes };
        }

        return JsonNesting.Limit(element, MaxLevels);
    }

    /// <summary>An array of the values, bounded as a whole; null when there are none.</summary>
    public static JsonNode? From(IReadOnlyList<JsonElement>? values, int maxBytes = EventSizes.ToolData)
    {
        if (values is not { Count: > 0 })
        {
            return null;
        }

        var array = new JsonArray();
        var left = maxBytes;
        foreach (var value in values)
        {
            array.Add(From(value, Math.Max(left, 1024)));
            left -= Math.Min(left, value.GetRawText().Length);
        }

        return array;
    }
}
