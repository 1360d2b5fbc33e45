using System.Buffers;
using System.Text.Json;
using CodexA2A.Protocol.Json;

namespace CodexA2A.Api.JsonRpc;

/// <summary>Writes JSON-RPC answers around ready bytes.</summary>
internal static class RpcJson
{
    private static readonly byte[] Start = "{\"jsonrpc\":\"2.0\",\"id\":"u8.ToArray();
    private static readonly byte[] Result = ",\"result\":"u8.ToArray();

    /// <summary>What comes after the result of an answer, and of each event of a stream.</summary>
    public static ReadOnlyMemory<byte> ResultSuffix { get; } = "}"u8.ToArray();

    /// <summary>What comes before it.</summary>
    public static byte[] ResultPrefix(ReadOnlySpan<byte> id) => [.. Start, .. id, .. Result];

    /// <summary>A failure.</summary>
    /// <param name="id">The request's.</param>
    /// <param name="error">What it is.</param>
    /// <param name="asSeed">With the number and the data of the predecessor, where it had others (<c>A2A:SeedErrorCodes</c>).</param>
    public static byte[] Error(ReadOnlySpan<byte> id, A2AException error, bool asSeed = false)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = A2AJson.Options.Encoder });
        writer.WriteStartObject();
        writer.WriteString("jsonrpc"u8, "2.0"u8);
        writer.WritePropertyName("id"u8);
        writer.WriteRawValue(id, skipInputValidation: true);
        writer.WriteStartObject("error"u8);
        var number = asSeed ? SeedErrors.NumberOf(error) : null;
        writer.WriteNumber("code"u8, number ?? (int)error.Code);
        writer.WriteString("message"u8, error.Message);
        writer.WritePropertyName("data"u8);
        if (number is null) A2AJson.Serialize(writer, ErrorDetail.From(error));
        else SeedErrors.WriteData(writer, error);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
