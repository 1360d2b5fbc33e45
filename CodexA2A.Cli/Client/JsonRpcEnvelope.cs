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

    /// <summary>The error that came with an HTTP error; null when the body is none of JSON-RPC.</summary>
    /// <param name="utf8">The body.</param>
    /// <param name="transient">Whether the HTTP status says that trying again can help.</param>
    public static AgentCallException? Error(ReadOnlyMemory<byte> utf8, bool transient)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8, Options);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("jsonrpc", out _)
                && document.RootElement.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object
                ? Failure(error, transient)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static AgentCallException Failure(JsonElement error, bool transient = false)
    {
        var message = error.TryGetProperty("message", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
        int? code = error.TryGetProperty("code", out var number) && number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out var value) ? value : null;
        var shown = code is null ? "" : string.Create(CultureInfo.InvariantCulture, $" ({code})");
        // A message that was accepted: sent again it would be a second turn (errors.md).
        var accepted = code == (int)A2AErrorCode.Unavailable ? TaskId(error) : null;
        return new AgentCallException(
            $"The agent refused: {message ?? "no reason given"}{shown}{(accepted is null ? "" : $" The task is {accepted}.")}")
        {
            Code = (A2AErrorCode?)code,
            Transient = accepted is null && (transient || code == (int)A2AErrorCode.Unavailable),
        };
    }

    private static string? TaskId(JsonElement error)
    {
        if (!error.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        foreach (var detail in data.EnumerateArray())
        {
            if (detail.ValueKind == JsonValueKind.Object
                && detail.TryGetProperty("metadata", out var metadata) && metadata.ValueKind == JsonValueKind.Object
                && metadata.TryGetProperty("taskId", out var id) && id.ValueKind == JsonValueKind.String)
            {
                return id.GetString();
            }
        }

        return null;
    }

    private static AgentCallException NotAnAnswer(Exception? inner = null) =>
        new("The agent's answer is not JSON-RPC of A2A 1.0.", inner) { Code = A2AErrorCode.InvalidAgentResponse };
}
