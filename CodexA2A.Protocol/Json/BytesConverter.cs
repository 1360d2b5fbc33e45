using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CodexA2A.Protocol.Json;

/// <summary>Bytes: standard base64 with padding out; both alphabets, with or without padding, in (ProtoJSON).</summary>
internal sealed class BytesConverter : JsonConverter<ReadOnlyMemory<byte>>
{
    public override ReadOnlyMemory<byte> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            if (reader.TryGetBytesFromBase64(out var bytes)) return bytes;
            var text = (reader.GetString() ?? "").Replace('+', '-').Replace('/', '_');
            if (Base64Url.IsValid(text)) return Base64Url.DecodeFromChars(text);
        }
        throw new ShapeException("must be base64");
    }

    public override void Write(Utf8JsonWriter writer, ReadOnlyMemory<byte> value, JsonSerializerOptions options) =>
        writer.WriteBase64StringValue(value.Span);
}
