using CodexA2A.Api.Errors;
using CodexA2A.Api.Hosting;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Audit;

/// <summary>Where records go: the file, if there is one, and the log category <c>CodexA2A.Audit</c>, which OpenTelemetry exports.</summary>
internal sealed partial class AuditTrail(AuditWriter writer, ILoggerFactory loggers, IOptions<A2AOptions> options, TimeProvider time)
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

    /// <summary>Refuses where every call must be on record and the file does not take any.</summary>
    /// <exception cref="A2AException">Unavailable, AUDIT_UNAVAILABLE.</exception>
    public void RequireRoom()
    {
        if (!options.Value.AuditRequired || writer.Takes) return;
        throw new A2AException(A2AErrorCode.Unavailable, "The audit log cannot be written, and nothing is done without it. Whoever runs the service finds the reason at /health; try again later.")
        {
            Reason = "AUDIT_UNAVAILABLE",
            Metadata = new Dictionary<string, string> { [ErrorHeaders.RetryAfterKey] = "5" },
        };
    }

    /// <summary>Tells a record.</summary>
    public void Add(AuditRecord record)
    {
        writer.Add(record);
        LogRecord(
            record.Principal, record.Credential, record.Address, record.Method, record.Binding, record.TaskId, record.ContextId, record.ThreadId,
            record.Grantee, record.RequestId, record.Decision, record.ApprovalDigest, record.Outcome);
    }

    [LoggerMessage(LogLevel.Information,
        "{Principal} ({Credential}, {Address}) {Method} {Binding} task {TaskId} context {ContextId} thread {ThreadId} for {Grantee} question {RequestId} {Decision} {ApprovalSha256}: {Outcome}")]
    private partial void LogRecord(
        string? principal, string? credential, string? address, string method, string? binding, string? taskId, string? contextId, string? threadId,
        string? grantee, string? requestId, string? decision, string? approvalSha256, string outcome);
}
