using System.Collections.Frozen;
using System.Text.Json;
using CodexA2A.Protocol.Json;

namespace CodexA2A.Api.JsonRpc;

/// <summary>
/// The numbers that the predecessor codex-a2a 1.3 had for errors of its methods. Some of them A2A has for other errors, so they are
/// given only where <c>A2A:SeedErrorCodes</c> asks for them; the reason in <c>data</c> is the same with and without.
/// </summary>
internal static class SeedErrors
{
    private const string ContextType = "type.googleapis.com/codex_a2a.ErrorContext";

    /// <summary>By reason.</summary>
    public static IReadOnlyDictionary<string, int> Numbers { get; } = new Dictionary<string, int>
    {
        ["SESSION_NOT_FOUND"] = -32001,
        ["UPSTREAM_UNREACHABLE"] = -32002,
        ["INTERRUPT_REQUEST_NOT_FOUND"] = -32004,
        ["UPSTREAM_PAYLOAD_ERROR"] = -32005,
        ["AUTHORIZATION_FORBIDDEN"] = -32007,
        ["INTERRUPT_TYPE_MISMATCH"] = -32008,
        ["EXEC_SESSION_NOT_FOUND"] = -32009,
        ["INTERRUPT_REQUEST_EXPIRED"] = -32010,
        ["THREAD_NOT_FOUND"] = -32010,
        ["TURN_NOT_STEERABLE"] = -32012,
        ["WATCH_NOT_FOUND"] = -32014,
        ["REVIEW_REJECTED"] = -32017,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The number; null where the predecessor had none of its own.</summary>
    public static int? NumberOf(A2AException error) => Numbers.TryGetValue(error.Reason, out var number) ? number : null;

    /// <summary>Its <c>data</c>: an ErrorInfo, what the error is about as members, and the field where one is named.</summary>
    public static void WriteData(Utf8JsonWriter writer, A2AException error)
    {
        var details = ErrorDetail.From(error);
        writer.WriteStartArray();
        A2AJson.Serialize(writer, details[0]);
        writer.WriteStartObject();
        writer.WriteString("@type"u8, ContextType);
        writer.WriteString("type"u8, error.Reason);
        foreach (var (name, value) in error.Metadata.Where(entry => entry.Key is not ("type" or "@type")))
        {
            writer.WriteString(name, value);
        }

        if (error.FieldViolations is [{ Field: { Length: > 0 } field }, ..]) writer.WriteString("field"u8, field);
        writer.WriteEndObject();
        foreach (var detail in details.Skip(1))
        {
            A2AJson.Serialize(writer, detail);
        }

        writer.WriteEndArray();
    }
}
