using System.Buffers;
using System.Text;
using System.Text.Json;

namespace CodexA2A.Api.Payloads;

/// <summary>
/// JSON as it may be logged: without what looks like a secret, on one line, in ASCII, and no longer than asked for. It works on what was
/// cut off, too, and on what is no JSON, of which nothing behind the fault is shown.
/// </summary>
internal static class Redactor
{
    /// <summary>What stands at the end of what is longer.</summary>
    public const string Cut = "…";

    /// <summary>How much of a text is looked at beyond what is shown, so that no secret is cut into what does not look like one.</summary>
    private const int Ahead = 512;

    /// <summary>Redacts.</summary>
    /// <param name="json">The JSON, or its beginning.</param>
    /// <param name="maxBytes">Most bytes of the result, the mark at its end aside.</param>
    public static string Redact(ReadOnlySpan<byte> json, int maxBytes)
    {
        var shown = new ArrayBufferWriter<byte>(Math.Min(maxBytes, json.Length) + Ahead);
        var whole = false;
        using (var writer = new Utf8JsonWriter(shown, new JsonWriterOptions { SkipValidation = true }))
        {
            var reader = new Utf8JsonReader(json, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { MaxDepth = 128 }));
            try
            {
                while (Flushed(writer) <= maxBytes && reader.Read()) Copy(ref reader, writer, maxBytes);
                whole = reader is { CurrentDepth: 0, TokenType: JsonTokenType.EndObject or JsonTokenType.EndArray } && reader.BytesConsumed >= json.TrimEnd(" \t\r\n"u8).Length;
            }
            catch (Exception exception) when (exception is JsonException or InvalidOperationException)
            {
                // The rest is no JSON, or a text of it is none.
            }
        }

        return whole && shown.WrittenCount <= maxBytes
            ? Encoding.ASCII.GetString(shown.WrittenSpan)
            : Encoding.ASCII.GetString(shown.WrittenSpan[..Math.Min(shown.WrittenCount, maxBytes)]) + Cut;
    }

    private static void Copy(ref Utf8JsonReader reader, Utf8JsonWriter writer, int maxBytes)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                var name = reader.GetString()!;
                writer.WritePropertyName(Clip(name, maxBytes));
                if (SecretText.IsName(name)) Hide(ref reader, writer, name);
                break;
            case JsonTokenType.StartObject:
                writer.WriteStartObject();
                break;
            case JsonTokenType.EndObject:
                writer.WriteEndObject();
                break;
            case JsonTokenType.StartArray:
                writer.WriteStartArray();
                break;
            case JsonTokenType.EndArray:
                writer.WriteEndArray();
                break;
            case JsonTokenType.String:
                writer.WriteStringValue(Clip(reader.GetString()!, maxBytes));
                break;
            default:
                writer.WriteRawValue(reader.ValueSpan.Length <= maxBytes ? reader.ValueSpan : "0"u8, skipInputValidation: true);
                break;
        }
    }

    /// <summary>Puts the mark in the place of a value, whatever it is; a count of tokens is none.</summary>
    private static void Hide(ref Utf8JsonReader reader, Utf8JsonWriter writer, string name)
    {
        if (!reader.Read()) return;
        if (reader.TokenType is JsonTokenType.Null || (reader.TokenType == JsonTokenType.Number && name.EndsWith("tokens", StringComparison.OrdinalIgnoreCase)))
        {
            writer.WriteRawValue(reader.ValueSpan, skipInputValidation: true);
            return;
        }

        writer.WriteStringValue(SecretText.Mark);
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            for (var depth = reader.CurrentDepth; reader.Read() && reader.CurrentDepth > depth;)
            {
            }
        }
    }

    private static string Clip(string text, int maxBytes)
    {
        if (text.Length <= maxBytes + Ahead) return First(SecretText.Clean(text), maxBytes);
        // Its end may be of a secret that is cut, and stands further in front where others before it were taken out.
        var clean = SecretText.Clean(text[..(maxBytes + Ahead)]);
        return First(clean, Math.Clamp(clean.Length - Ahead, 0, maxBytes)) + Cut;
    }

    private static string First(string text, int most) => text.Length <= most ? text : text[..most];

    private static long Flushed(Utf8JsonWriter writer) => writer.BytesCommitted + writer.BytesPending;
}
