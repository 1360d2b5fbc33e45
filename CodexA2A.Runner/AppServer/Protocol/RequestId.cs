using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CodexA2A.Runner.AppServer.Protocol;

/// <summary>
/// The id of a request that Codex sent: a number or a string, kept as the JSON token it came as,
/// so that the answer echoes exactly that. Unique within one process generation.
/// </summary>
[JsonConverter(typeof(RequestIdConverter))]
internal readonly record struct RequestId(string Json)
{
    /// <summary>An id from a number.</summary>
    public static RequestId From(long number) => new(number.ToString(CultureInfo.InvariantCulture));

    /// <inheritdoc/>
    public override string ToString() => Json ?? "null";
}

/// <summary>Reads and writes a <see cref="RequestId"/> as its own token.</summary>
internal sealed class RequestIdConverter : JsonConverter<RequestId>
{
    /// <inheritdoc/>
    public override RequestId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var token = JsonDocument.ParseValue(ref reader);
        return token.RootElement.ValueKind is JsonValueKind.Number or JsonValueKind.String
            ? new RequestId(token.RootElement.GetRawText())
            : throw new JsonException("A request id is a number or a string.");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, RequestId value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value.Json);
}
