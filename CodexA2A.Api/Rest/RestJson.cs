using System.Buffers;
using System.Text.Json;
using CodexA2A.Protocol.Json;

namespace CodexA2A.Api.Rest;

/// <summary>The error body of the HTTP+JSON binding: google.rpc.Status (A2A 1.0, 11.6).</summary>
internal static class RestJson
{
    /// <summary>A failure.</summary>
    public static byte[] Error(A2AException error)
    {
        var row = A2AErrorTable.Get(error.Code);
        var buffer = new ArrayBufferWriter<byte>(256);
        using var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = A2AJson.Options.Encoder });
        writer.WriteStartObject();
        writer.WriteStartObject("error"u8);
        writer.WriteNumber("code"u8, row.HttpStatus);
        writer.WriteString("status"u8, row.GrpcName);
        writer.WriteString("message"u8, error.Message);
        writer.WritePropertyName("details"u8);
        A2AJson.Serialize(writer, ErrorDetail.From(error));
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
