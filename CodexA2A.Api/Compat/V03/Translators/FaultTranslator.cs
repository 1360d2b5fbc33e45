using System.Buffers;
using System.Text.Json;
using CodexA2A.Protocol.Json;

namespace CodexA2A.Api.Compat.V03.Translators;

/// <summary>
/// Errors: code and message. <c>data</c>, which 0.3 leaves to the server, is there when it says more than the code. Codes that
/// came with 1.0 or are ours go as UnsupportedOperation, and <c>data.reason</c> says which was meant.
/// </summary>
internal static class FaultTranslator
{
    /// <summary>The answer of a JSON-RPC call.</summary>
    public static byte[] ToRpc(ReadOnlySpan<byte> id, A2AException error)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var writer = Writer(buffer);
        writer.WriteStartObject();
        writer.WriteString("jsonrpc"u8, "2.0"u8);
        writer.WritePropertyName("id"u8);
        writer.WriteRawValue(id, skipInputValidation: true);
        writer.WritePropertyName("error"u8);
        Write(writer, error, FieldTranslator.ToRpc);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The body of HTTP+JSON: the error alone.</summary>
    public static byte[] ToRest(A2AException error)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var writer = Writer(buffer);
        Write(writer, error, FieldTranslator.ToRest);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The code that 0.3 has for it.</summary>
    public static A2AErrorCode CodeOf(A2AException error) => error.Code is
        A2AErrorCode.ExtensionSupportRequired or A2AErrorCode.VersionNotSupported or A2AErrorCode.InterruptExpired
            ? A2AErrorCode.UnsupportedOperation
            : error.Code;

    private static void Write(Utf8JsonWriter writer, A2AException error, Func<string, string> translate)
    {
        var code = CodeOf(error);
        var (given, field) = error.FieldViolations is [{ Field: { Length: > 0 } path }, ..] ? (path, translate(path)) : ("", "");
        writer.WriteStartObject();
        writer.WriteNumber("code"u8, (int)code);
        writer.WriteString("message"u8, error.Message.StartsWith(given + " ", StringComparison.Ordinal) ? field + error.Message[given.Length..] : error.Message);
        if (error.Reason != A2AErrorTable.Get(code).Reason || error.FieldViolations.Count > 0 || TellsNews(error))
        {
            writer.WriteStartObject("data"u8);
            writer.WriteString("reason"u8, error.Reason);
            if (field.Length > 0) writer.WriteString("field"u8, field);
            foreach (var (name, value) in error.Metadata)
            {
                writer.WriteString(name, value);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    /// <summary>Of its own request the client knows the metadata; not so the correlation id, or the task of a message whose answer failed.</summary>
    private static bool TellsNews(A2AException error) => error.Code is A2AErrorCode.InternalError or A2AErrorCode.Unavailable && error.Metadata.Count > 0;

    private static Utf8JsonWriter Writer(ArrayBufferWriter<byte> buffer) => new(buffer, new JsonWriterOptions { Encoder = A2AJson.Options.Encoder });
}
