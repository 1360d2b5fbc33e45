using System.Text.Json;
using CodexA2A.Protocol.Json;

namespace CodexA2A.Api.Rest;

/// <summary>Reads a body of the HTTP+JSON binding, of either version.</summary>
internal static class RestBody
{
    /// <summary>The JSON of a body, which uses its memory until it is disposed.</summary>
    /// <exception cref="A2AException">ParseError; InvalidRequest for what was meant for the other binding.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> body)
    {
        var document = A2AJsonInput.Parse(body);
        if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("jsonrpc"u8, out _)) return document;
        document.Dispose();
        throw A2AException.InvalidRequest("The body is a JSON-RPC request; send it to POST /.");
    }
}
