using System.Text.Json;
using System.Text.Json.Nodes;
using CodexA2A.Protocol.Json;

namespace CodexA2A.Api.Compat.V03.Translators;

/// <summary>
/// Structured data: any JSON in 1.0, an object in 0.3. Any other value goes as <c>{"value": …}</c> with a mark in the part's
/// metadata, as the official JavaScript server does it, and comes back as it was.
/// </summary>
internal static class DataTranslator
{
    private const string Mark = "data_part_compat";
    private const string Value = "value";

    /// <summary>The object.</summary>
    public static JsonElement Wrap(JsonElement data) => data.ValueKind == JsonValueKind.Object ? data
        : A2AJson.ToElement(new JsonObject { [Value] = JsonNodes.Of(data) });

    /// <summary>The metadata of the part, with the mark where the data was wrapped.</summary>
    public static JsonObject? WithMark(JsonElement data, JsonObject? metadata)
    {
        if (data.ValueKind == JsonValueKind.Object) return metadata;
        var marked = (JsonObject?)metadata?.DeepClone() ?? [];
        marked[Mark] = true;
        return marked;
    }

    /// <summary>What was given, and the metadata without the mark.</summary>
    /// <exception cref="A2AException">InvalidParams: no object.</exception>
    public static (JsonElement Data, JsonObject? Metadata) Unwrap(JsonElement data, JsonObject? metadata, string path)
    {
        if (data.ValueKind != JsonValueKind.Object) throw A2AException.InvalidParams(path, "must be an object");
        if (metadata?[Mark] is not JsonValue mark || mark.GetValueKind() != JsonValueKind.True
            || data.GetPropertyCount() != 1 || !data.TryGetProperty(Value, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return (data, metadata);
        }

        var rest = (JsonObject)metadata.DeepClone();
        rest.Remove(Mark);
        return (value, rest.Count == 0 ? null : rest);
    }

    private static class JsonNodes
    {
        public static JsonNode? Of(JsonElement element) => element.ValueKind switch
        {
            JsonValueKind.Array => JsonArray.Create(element),
            JsonValueKind.Null => null,
            _ => JsonValue.Create(element),
        };
    }
}
