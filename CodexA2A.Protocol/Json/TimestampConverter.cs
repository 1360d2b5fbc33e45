using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CodexA2A.Protocol.Json;

/// <summary>google.protobuf.Timestamp in JSON; the rules are in <see cref="Timestamps"/>.</summary>
internal sealed class TimestampConverter : JsonConverter<DateTimeOffset>
{
    private const int MaxEscapedLength = 35 * 6;

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String && LengthOf(ref reader) <= MaxEscapedLength)
        {
            Span<char> text = stackalloc char[MaxEscapedLength];
            if (Timestamps.TryParse(text[..reader.CopyString(text)], out var value)) return value;
        }
        throw new ShapeException("must be a timestamp such as 2026-01-31T12:00:00.000Z");
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        Span<byte> text = stackalloc byte[24];
        value.UtcDateTime.TryFormat(text, out var written, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..written]);
    }

    private static long LengthOf(ref Utf8JsonReader reader) => reader.HasValueSequence ? reader.ValueSequence.Length : reader.ValueSpan.Length;
}
