using System.Text.Json;
using System.Text.Json.Nodes;

namespace CodexA2A.Protocol.Json;

/// <summary>
/// How deep free JSON may nest: data of parts, and metadata. Readers of protobuf stop at 100 messages inside each other; an object of
/// free JSON is three of them, and up to five are around it. So this is the most that every binding can carry, and both ways.
/// </summary>
public static class JsonNesting
{
    /// <summary>Most objects and arrays inside each other, the outermost included.</summary>
    public const int MaxLevels = 30;

    /// <summary>The member that holds what nests deeper, as text.</summary>
    private const string TextMember = "json";

    /// <summary>True when the value has at most so many levels; a value that is no object and no array has none.</summary>
    public static bool IsWithin(JsonElement json, int levels = MaxLevels)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                if (levels == 0) return false;
                foreach (var member in json.EnumerateObject())
                {
                    if (!IsWithin(member.Value, levels - 1)) return false;
                }

                return true;
            case JsonValueKind.Array:
                if (levels == 0) return false;
                foreach (var item in json.EnumerateArray())
                {
                    if (!IsWithin(item, levels - 1)) return false;
                }

                return true;
            default:
                return true;
        }
    }

    /// <inheritdoc cref="IsWithin(JsonElement, int)" />
    public static bool IsWithin(JsonNode? json, int levels = MaxLevels) => json switch
    {
        JsonObject members => levels > 0 && members.All(member => IsWithin(member.Value, levels - 1)),
        JsonArray items => levels > 0 && items.All(item => IsWithin(item, levels - 1)),
        _ => true,
    };

    /// <summary>The value as a node of its own; an object or array at the last level that holds others becomes <c>{"json": "its text"}</c>.</summary>
    /// <param name="json">Neither undefined nor null.</param>
    /// <param name="levels">Most levels of the result, at least 1.</param>
    public static JsonNode Limit(JsonElement json, int levels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(levels, 1);
        if (levels == 1 && !IsWithin(json, 1)) return new JsonObject { [TextMember] = json.GetRawText() };
        switch (json.ValueKind)
        {
            case JsonValueKind.Object when IsWithin(json, levels):
                return JsonObject.Create(json)!;
            case JsonValueKind.Object:
                return new JsonObject(json.EnumerateObject().Select(member => KeyValuePair.Create(member.Name, Inner(member.Value))));
            case JsonValueKind.Array when IsWithin(json, levels):
                return JsonArray.Create(json)!;
            case JsonValueKind.Array:
                return new JsonArray([.. json.EnumerateArray().Select(Inner)]);
            default:
                return JsonValue.Create(json)!;
        }

        JsonNode? Inner(JsonElement inner) => inner.ValueKind == JsonValueKind.Null ? null : Limit(inner, levels - 1);
    }
}
