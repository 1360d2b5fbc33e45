using CodexA2A.Api.Access;
using CodexA2A.Api.Auth;
using CodexA2A.Api.Errors;
using CodexA2A.Api.Limits;
using CodexA2A.ServiceDefaults.Audit;
using CodexA2A.Tasks;

namespace CodexA2A.Api.Audit;

/// <summary>What is noted of a call while it is carried out, for the one record of it. Without an audit log there is none.</summary>
internal sealed class CallNote
{
    private const int MaxId = 128;
    private const string StartedWord = "started";
    private static readonly AsyncLocal<CallNote?> Slot = new();

    private readonly AuditTrail trail;
    private readonly HttpContext http;
    private string? operation;
    private string? binding;
    private string? outcome;
    private string? taskId;
    private string? contextId;
    private string? threadId;
    private string? grantee;
    private Interrupt? interrupt;
    private InterruptReply? reply;
    private A2AErrorCode? error;
    private bool isWritten;

    private CallNote(AuditTrail trail, HttpContext http) => (this.trail, this.http) = (trail, http);

    /// <summary>The note of the call that runs here; null when none is kept.</summary>
    public static CallNote? Current => Slot.Value;

    /// <summary>Begins one; it is <see cref="Current"/> for what the caller of this awaits.</summary>
    public static CallNote Begin(AuditTrail trail, HttpContext http) => Slot.Value = new CallNote(trail, http);

    /// <summary>A binding has found out what is called.</summary>
    public void Began(string name, string way) => (operation, binding) = (name, way);

    /// <summary>Refuses the call where it must be on record and cannot be.</summary>
    /// <exception cref="A2AException">Unavailable, AUDIT_UNAVAILABLE.</exception>
    public void RequireRoom(Permission permission)
    {
        if (!permission.Writes || trail.HasRoom) return;
        throw new A2AException(A2AErrorCode.Unavailable, "The audit log cannot be written, and nothing is done without it. Whoever runs the service finds the reason at /health; try again later.")
        {
            Reason = "AUDIT_UNAVAILABLE",
            Metadata = new Dictionary<string, string> { [ErrorHeaders.RetryAfterKey] = "5" },
        };
    }

    /// <summary>What it is about, as far as that is known.</summary>
    public void About(string? task = null, string? context = null, string? thread = null)
    {
        taskId = Clip(task) ?? taskId;
        contextId = Clip(context) ?? contextId;
        threadId = Clip(thread) ?? threadId;
    }

    /// <summary>It gives something to a principal.</summary>
    public void Gives(string principal) => grantee = Clip(principal);

    /// <summary>It answers a question.</summary>
    public void Answers(Interrupt question, InterruptReply answer)
    {
        (interrupt, reply) = (question, answer);
        About(question.TaskId, question.ContextId);
    }

    /// <summary>It was refused, or failed.</summary>
    public void Failed(A2AException exception) => (error, outcome) = (exception.Code, exception.Reason);

    /// <summary>The binding has answered.</summary>
    public void Answered(string name, string way, string what) => (operation, binding, outcome) = (name, way, what);

    /// <summary>What it asks for is stored and will happen: that is on record before anybody waits for it.</summary>
    public void Accepted()
    {
        if (operation is not null && Permissions.Of(operation).Writes) Write("ok");
    }

    /// <summary>It is about to be carried out, and what it does cannot be taken back: that is on record before its end is.</summary>
    public void Started()
    {
        if (!isWritten) Add(StartedWord, StartedWord);
    }

    /// <summary>The call is over.</summary>
    public void End()
    {
        // What is refused for how often it comes would push everything else out of the file; it is counted.
        var isRefused = error is A2AErrorCode.Unauthenticated or A2AErrorCode.PermissionDenied or A2AErrorCode.TooManyRequests && !LimitErrors.ComesInFloods(outcome);
        var isTold = operation is not null and not Permissions.Unknown && (trail.TellsReads || Permissions.Of(operation).Writes);
        if (isRefused || isTold) Write(outcome ?? "aborted");
    }

    private void Write(string what)
    {
        if (isWritten) return;
        isWritten = true;
        Add(reply is null ? null : ApprovalDigest.Word(reply), what);
    }

    private void Add(string? decision, string what)
    {
        var caller = http.Features.Get<Caller>();
        trail.Add(new AuditRecord
        {
            Time = trail.Now,
            Principal = caller?.Owner.Principal,
            Tenant = caller?.Owner.Tenant is { Length: > 0 } tenant ? tenant : null,
            Credential = caller?.CredentialId,
            Address = http.Connection.RemoteIpAddress?.ToString(),
            Method = operation ?? (HttpMethods.IsPost(http.Request.Method) ? HttpMethods.Post : HttpMethods.IsGet(http.Request.Method) ? HttpMethods.Get : "other"),
            Binding = binding,
            TaskId = taskId,
            ContextId = contextId,
            ThreadId = threadId,
            Grantee = grantee,
            RequestId = interrupt?.Id,
            Decision = decision,
            ApprovalDigest = interrupt is null ? null : ApprovalDigest.Of(interrupt.Details),
            Outcome = what,
        });
    }

    /// <summary>An id may be anything that a caller sent.</summary>
    private static string? Clip(string? id) => id is null ? null
        : string.Create(Math.Min(id.Length, MaxId), id, static (chars, text) =>
        {
            for (var i = 0; i < chars.Length; i++)
            {
                chars[i] = char.IsAscii(text[i]) && !char.IsControl(text[i]) ? text[i] : '?';
            }
        });
}
