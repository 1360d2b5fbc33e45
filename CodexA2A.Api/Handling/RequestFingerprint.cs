using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using CodexA2A.Protocol.Json;

namespace CodexA2A.Api.Handling;

/// <summary>
/// Tells a repeated send from another one under the same Idempotency-Key. A repeat is the same request as the client built it, its
/// messageId and its metadata included; left out is only how the answer is wanted (returnImmediately, historyLength,
/// acceptedOutputModes), since a stream, a blocking and a non-blocking send of one message all attach to its task.
/// </summary>
internal static class RequestFingerprint
{
    /// <summary>SHA-256 of the request, whichever binding brought it; 64 hexadecimal digits.</summary>
    public static string Of(SendMessageRequest request)
    {
        var configuration = request.Configuration?.TaskPushNotificationConfig is { } push ? new SendMessageConfiguration { TaskPushNotificationConfig = push } : null;
        using var document = JsonDocument.Parse(
            A2AJson.Serialize(request with { Configuration = configuration }), new JsonDocumentOptions { MaxDepth = 256 });
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }))
        {
            Write(writer, document.RootElement);
        }

        return Convert.ToHexStringLower(SHA256.HashData(buffer.WrittenSpan));
    }

    /// <summary>Members by name: the order of a map is nobody's promise, and gRPC has none.</summary>
    private static void Write(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in value.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(member.Name);
                    Write(writer, member.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }
}
