using System.Runtime.InteropServices;
using System.Text.Json;

namespace CodexA2A.Api.JsonRpc;

/// <summary>The envelope of a call, strictly JSON-RPC 2.0 (A2A 1.0, 9).</summary>
/// <param name="Id">The id as it was written, to be echoed with its exact JSON type; <c>null</c> for a notification.</param>
/// <param name="IsNotification">True when there is no id: nobody waits for an answer.</param>
/// <param name="Method">The method.</param>
/// <param name="Params">The params, an object; empty when there are none.</param>
internal sealed record RpcRequest(ReadOnlyMemory<byte> Id, bool IsNotification, string Method, JsonElement Params)
{
    /// <summary>The id of an answer to what has none.</summary>
    public static readonly ReadOnlyMemory<byte> NullId = "null"u8.ToArray();

    /// <summary>The longest id: it is kept as long as a stream, and repeated in each of its events.</summary>
    private const int MaxIdBytes = 1024;

    private static readonly JsonElement NoParams = JsonElement.Parse("{}"u8);

    /// <summary>The id of whatever came, as far as it has one that can be echoed.</summary>
    public static ReadOnlyMemory<byte> ReadId(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty("id"u8, out var id) && id.ValueKind is JsonValueKind.String or JsonValueKind.Number
            && JsonMarshal.GetRawUtf8Value(id).Length <= MaxIdBytes
            ? JsonMarshal.GetRawUtf8Value(id).ToArray()
            : NullId;

    /// <summary>Reads the envelope.</summary>
    /// <exception cref="A2AException">InvalidRequest, or InvalidParams for params that are no object.</exception>
    public static RpcRequest Read(JsonElement root)
    {
        if (root.ValueKind == JsonValueKind.Array) throw A2AException.InvalidRequest("Batch requests are not supported; send one request at a time.");
        if (root.ValueKind != JsonValueKind.Object) throw A2AException.InvalidRequest("A JSON-RPC request must be an object.");
        if (!root.TryGetProperty("jsonrpc"u8, out var version) || version.ValueKind != JsonValueKind.String || !version.ValueEquals("2.0"u8))
        {
            throw A2AException.InvalidRequest("A JSON-RPC request must have \"jsonrpc\": \"2.0\".");
        }

        var isNotification = !root.TryGetProperty("id"u8, out var id);
        if (!isNotification && id.ValueKind is not (JsonValueKind.String or JsonValueKind.Number or JsonValueKind.Null))
        {
            throw A2AException.InvalidRequest("The id of a JSON-RPC request must be a string, a number or null.");
        }

        if (!isNotification && JsonMarshal.GetRawUtf8Value(id).Length > MaxIdBytes)
        {
            throw A2AException.InvalidRequest($"The id of a JSON-RPC request must have at most {MaxIdBytes} bytes.");
        }

        if (!root.TryGetProperty("method"u8, out var method) || method.ValueKind != JsonValueKind.String || method.GetString() is not { Length: > 0 } name)
        {
            throw A2AException.InvalidRequest("A JSON-RPC request must have a method.");
        }

        var hasParams = root.TryGetProperty("params"u8, out var given) && given.ValueKind != JsonValueKind.Null;
        if (hasParams && given.ValueKind != JsonValueKind.Object) throw A2AException.InvalidParams("params", "must be an object");
        return new RpcRequest(ReadId(root), isNotification, name, hasParams ? given : NoParams);
    }
}
