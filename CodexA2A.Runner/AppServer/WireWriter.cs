using System.Buffers;
using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.AppServer;

/// <summary>Our messages as lines; pure.</summary>
internal static class WireWriter
{
    // The reader is a JSON parser, not a web page: text stays as short as it is.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A request; with the W3C context of <paramref name="activity"/>, so that what Codex traces is part of our trace.</summary>
    public static ReadOnlyMemory<byte> Request<T>(long id, string method, T parameters, JsonTypeInfo<T> type, Activity? activity = null) => Line(writer =>
    {
        writer.WriteNumber("id"u8, id);
        writer.WriteString("method"u8, method);
        writer.WritePropertyName("params"u8);
        JsonSerializer.Serialize(writer, parameters, type);
        if (activity is not { IdFormat: ActivityIdFormat.W3C })
        {
            return;
        }

        writer.WriteStartObject("trace"u8);
        writer.WriteString("traceparent"u8, activity.Id);
        if (activity.TraceStateString is { Length: > 0 } state)
        {
            writer.WriteString("tracestate"u8, state);
        }

        writer.WriteEndObject();
    });

    /// <summary>A notification without parameters.</summary>
    public static ReadOnlyMemory<byte> Notification(string method) => Line(writer => writer.WriteString("method"u8, method));

    /// <summary>The answer to a request of Codex.</summary>
    public static ReadOnlyMemory<byte> Result(RequestId id, object result, JsonTypeInfo type) => Line(writer =>
    {
        writer.WritePropertyName("id"u8);
        writer.WriteRawValue(id.Json);
        writer.WritePropertyName("result"u8);
        JsonSerializer.Serialize(writer, result, type);
    });

    /// <summary>The refusal of a request of Codex.</summary>
    public static ReadOnlyMemory<byte> Error(RequestId id, int code, string message) => Line(writer =>
    {
        writer.WritePropertyName("id"u8);
        writer.WriteRawValue(id.Json);
        writer.WriteStartObject("error"u8);
        writer.WriteNumber("code"u8, code);
        writer.WriteString("message"u8, message);
        writer.WriteEndObject();
    });

    private static ReadOnlyMemory<byte> Line(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenMemory;
    }
}
