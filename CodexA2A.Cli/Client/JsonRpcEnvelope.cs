using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using CodexA2A.Protocol.Json;

namespace CodexA2A.Cli.Client;

/// <summary>The JSON-RPC 2.0 envelope as a client writes and reads it.</summary>
internal static class JsonRpcEnvelope
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 128 };

    /// <summary>A request.</summary>
    public static byte[] Request<T>(long id, string method, T parameters)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("jsonrpc", "2.0");
            writer.WriteNumber("id", id);
            writer.WriteString("method", method);
            writer.WritePropertyName("params");
            A2AJson.Serialize(writer, parameters);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The result in an answer.</summary>
    /// <exception cref="AgentCallException">The answer is an error, or no answer.</exception>
    public static (T Value, string Json) Result<T>(ReadOnlyMemory<byte> utf8)
        where T : class
    {
        try
        {
            using var document = JsonDocument.Parse(utf8, Options);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                if (document.RootElement.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object)
                {
                    throw Failure(error);
                }

                if (document.RootElement.TryGetProperty("result", out var result))
                {
                    var value = result.Deserialize(A2AJson.TypeInfo<T>());
                    return value is null ? throw NotAnAnswer() : (value, result.GetRawText());
                }
            }
        }
        catch (JsonException e)
        {
            throw NotAnAnswer(e);
        }

        throw NotAnAnswer();
    }

    /// <summary>The same for the data of an SSE event.</summary>
    public static (T Value, string Json) Result<T>(string text)
        where T : class => Result<T>(Encoding.UTF8.GetBytes(text));

    private static AgentCallException Failure(JsonElement error)
    {
        var message = error.TryGetProperty("message", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
        int? code = error.TryGetProperty("code", out var number) && number.TryGetInt32(out var value) ? value : null;
        var shown = code is null ? "" : string.Create(CultureInfo.InvariantCulture, $" ({code})");
        return new AgentCallException($"The agent refused: {message ?? "no reason given"}{shown}") { Code = (A2AErrorCode?)code, Transient = code == (int)A2AErrorCode.Unavailable };
    }

    private static AgentCallException NotAnAnswer(Exception? inner = null) =>
        new("The agent's answer is not JSON-RPC of A2A 1.0.", inner) { Code = A2AErrorCode.InvalidAgentResponse };
}
