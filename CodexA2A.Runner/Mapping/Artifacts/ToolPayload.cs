using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CodexA2A.Runner.Mapping.Streams;
using CodexA2A.Runner.Mapping.Text;

namespace CodexA2A.Runner.Mapping.Artifacts;

/// <summary>The data parts of a tool: <c>kind</c> is <c>state</c> or <c>output_delta</c> (the names of the stream-hints contract).</summary>
internal static class ToolPayload
{
    private const string State = "state";
    private const string Delta = "output_delta";
    private const string MediaType = "application/json";
    private const int KeptBytes = 64 * 1024;

    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Writer)? s_writing;

    /// <summary>A part that says how the tool stands.</summary>
    public static Part FromState(string? callId, ToolState state)
    {
        var payload = new JsonObject { ["kind"] = State, ["source_method"] = state.SourceMethod };
        Set(payload, "call_id", callId);
        Set(payload, "tool", state.Tool);
        payload["status"] = state.Status;
        Set(payload, "title", state.Title);
        Set(payload, "input", state.Input?.DeepClone());
        Set(payload, "output", state.Output?.DeepClone());
        Set(payload, "error", state.Error?.DeepClone());
        var part = Part.FromData(payload, MediaType);
        if (JsonSize.Of(part) <= EventSizes.ToolState)
        {
            return part;
        }

        FittedJson.Fit(payload, EventSizes.ToolState);
        return Part.FromData(payload, MediaType);
    }

    /// <summary>A part with the next piece of the tool's output.</summary>
    public static Part FromOutput(string? callId, string sourceMethod, string delta)
    {
        // Written straight, in a buffer that stays: there may be thousands of them a second, and an object of nodes costs twice the memory.
        var (buffer, writer) = s_writing ??= NewWriting();
        buffer.ResetWrittenCount();
        writer.Reset();
        writer.WriteStartObject();
        writer.WriteString("kind"u8, Delta);
        writer.WriteString("source_method"u8, sourceMethod);
        if (callId is not null)
        {
            writer.WriteString("call_id"u8, callId);
        }

        writer.WriteString(Delta, delta);
        writer.WriteEndObject();
        writer.Flush();
        var part = Part.FromData(JsonElement.Parse(buffer.WrittenSpan), MediaType);
        if (buffer.Capacity > KeptBytes)
        {
            s_writing = null;
        }

        return part;
    }

    /// <summary>The piece of output in a part; null when it is something else.</summary>
    public static string? OutputDelta(Part part) => Is(part, Delta) ? Text(part, Delta) : null;

    /// <summary>The same part with another piece of output.</summary>
    public static Part WithOutputDelta(Part part, string delta)
    {
        var payload = JsonObject.Create(part.Data!.Value)!;
        payload[Delta] = delta;
        return Part.FromData(payload, MediaType);
    }

    /// <summary>The state in a part, free to be changed; null when it is something else.</summary>
    public static JsonObject? StateOf(Part part) =>
        Is(part, State) ? (JsonObject)JsonObject.Create(part.Data!.Value)!.DeepClone() : null;

    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Writer) NewWriting()
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        return (buffer, new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    }

    private static bool Is(Part part, string kind) =>
        part.Data is { ValueKind: JsonValueKind.Object } data
        && data.TryGetProperty("kind", out var value) && value.ValueKind == JsonValueKind.String && value.ValueEquals(kind);

    private static string? Text(Part part, string name) =>
        part.Data!.Value.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static void Set(JsonObject payload, string name, JsonNode? value)
    {
        if (value is not null)
        {
            payload[name] = value;
        }
    }
}
