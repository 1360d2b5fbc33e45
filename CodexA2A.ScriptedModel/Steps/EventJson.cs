using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CodexA2A.ScriptedModel.Steps;

/// <summary>Writes JSON without reflection and without needless escapes.</summary>
internal static class EventJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>An event: its type as the first member, then what the caller writes.</summary>
    public static SendEvent Event(string type, Action<Utf8JsonWriter> members) => new(type, Data(type, members));

    /// <summary>An event's data alone.</summary>
    public static ReadOnlyMemory<byte> Data(string type, Action<Utf8JsonWriter> members) => Object(writer =>
    {
        writer.WriteString("type", type);
        members(writer);
    });

    /// <summary>One object as UTF-8 bytes.</summary>
    public static ReadOnlyMemory<byte> Object(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    /// <summary>One object as text.</summary>
    public static string Text(Action<Utf8JsonWriter> members) => System.Text.Encoding.UTF8.GetString(Object(members).Span);

    /// <summary>A JSON string literal, for example for JavaScript source.</summary>
    public static string Literal(string value) => $"\"{JsonEncodedText.Encode(value, JavaScriptEncoder.Default)}\"";
}
