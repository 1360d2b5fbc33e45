using System.Text.Json;
using CodexA2A.Protocol.Json;
using CodexA2A.Tasks;

namespace CodexA2A.Api.Extensions.Turns;

/// <summary>
/// The parts of a method's request: A2A parts, or those of the predecessor, which say what they are in <c>type</c>: <c>text</c>,
/// <c>image</c>, <c>mention</c> and <c>skill</c>.
/// </summary>
internal static class RequestParts
{
    private const string Field = RequestFields.Parts;
    private const int MaxParts = 1000;

    /// <summary>Reads them.</summary>
    /// <exception cref="A2AException">InvalidParams, naming the part.</exception>
    public static IReadOnlyList<Part> Read(JsonElement? parts) => parts switch
    {
        null => throw A2AException.InvalidParams(Field, "is required"),
        { ValueKind: JsonValueKind.Array } list when list.GetArrayLength() is > 0 and <= MaxParts =>
            [.. list.EnumerateArray().Select((part, i) => Read(part, $"{Field}[{i}]"))],
        _ => throw A2AException.InvalidParams(Field, $"must be a list of 1 to {MaxParts} parts"),
    };

    private static Part Read(JsonElement part, string field)
    {
        if (part.ValueKind != JsonValueKind.Object) throw A2AException.InvalidParams(field, "must be an object");
        if (!part.TryGetProperty("type"u8, out var type)) return A2AJsonInput.Read<Part>(part, field);
        return (type.ValueKind == JsonValueKind.String ? type.GetString() : null) switch
        {
            "text" => Part.FromText(Text(part, "text", field)),
            "image" => new Part { Url = Text(part, "url", field) },
            "mention" or "skill" => RichInput.Read(part, field) is null
                ? throw A2AException.InvalidParams(field, "must have type, name and path, and no other members")
                : Part.FromData(part),
            _ => throw A2AException.InvalidParams($"{field}.type", "must be text, image, mention or skill"),
        };
    }

    private static string Text(JsonElement part, string name, string field) =>
        part.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text : throw A2AException.InvalidParams($"{field}.{name}", "must be a text that is not empty");
}
