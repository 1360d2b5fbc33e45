using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CodexA2A.ServiceDefaults.Audit;

/// <summary>Writes records as JSON lines. Pure.</summary>
internal static class AuditLines
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A record; what is null is left out.</summary>
    public static void Write(IBufferWriter<byte> output, AuditRecord record)
    {
        using (var writer = Begin(output, record.Time))
        {
            Member(writer, "principal", record.Principal);
            Member(writer, "tenant", record.Tenant);
            Member(writer, "credential", record.Credential);
            Member(writer, "address", record.Address);
            Member(writer, "method", record.Method);
            Member(writer, "binding", record.Binding);
            Member(writer, "task_id", record.TaskId);
            Member(writer, "context_id", record.ContextId);
            Member(writer, "thread_id", record.ThreadId);
            Member(writer, "grantee", record.Grantee);
            Member(writer, "request_id", record.RequestId);
            Member(writer, "decision", record.Decision);
            Member(writer, "approval_sha256", record.ApprovalDigest);
            Member(writer, "outcome", record.Outcome);
            writer.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    /// <summary>That so many records are missing before this line.</summary>
    public static void WriteGap(IBufferWriter<byte> output, DateTimeOffset time, long dropped)
    {
        using (var writer = Begin(output, time))
        {
            writer.WriteNumber("dropped"u8, dropped);
            writer.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    private static Utf8JsonWriter Begin(IBufferWriter<byte> output, DateTimeOffset time)
    {
        var writer = new Utf8JsonWriter(output, Options);
        writer.WriteStartObject();
        writer.WriteString("time"u8, time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        return writer;
    }

    private static void Member(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null) writer.WriteString(name, value);
    }
}
