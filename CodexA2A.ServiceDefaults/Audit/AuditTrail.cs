using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CodexA2A.ServiceDefaults.Audit;

/// <summary>Where records go: the file, if there is one, and the log category <c>CodexA2A.Audit</c>, which OpenTelemetry exports.</summary>
public sealed partial class AuditTrail(AuditWriter writer, ILoggerFactory loggers, IOptions<AuditOptions> options, TimeProvider time)
{
    /// <summary>The category of the log.</summary>
    public const string Category = "CodexA2A.Audit";

    private readonly ILogger logger = loggers.CreateLogger(Category);

    /// <summary>False when nobody would read a record.</summary>
    public bool IsOn => writer.IsOn || logger.IsEnabled(LogLevel.Information);

    /// <summary>True when calls that only read are told, too.</summary>
    public bool TellsReads => options.Value.AuditReads;

    /// <summary>The time of a record.</summary>
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>False where every call must be on record and the file does not take any.</summary>
    public bool HasRoom => !options.Value.AuditRequired || writer.Takes;

    /// <summary>Tells a record.</summary>
    public void Add(AuditRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        writer.Add(record);
        LogRecord(
            record.Principal, record.Tenant, record.Credential, record.Address, record.Method, record.Binding, record.TaskId, record.ContextId, record.ThreadId,
            record.Grantee, record.RequestId, record.Decision, record.ApprovalDigest, record.Outcome);
    }

    [LoggerMessage(LogLevel.Information,
        "{Principal} ({Tenant}, {Credential}, {Address}) {Method} {Binding} task {TaskId} context {ContextId} thread {ThreadId} for {Grantee} question {RequestId} {Decision} {ApprovalSha256}: {Outcome}")]
    private partial void LogRecord(
        string? principal, string? tenant, string? credential, string? address, string method, string? binding, string? taskId, string? contextId, string? threadId,
        string? grantee, string? requestId, string? decision, string? approvalSha256, string outcome);
}
