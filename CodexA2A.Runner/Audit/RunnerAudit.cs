using CodexA2A.Runner.Mapping;
using CodexA2A.Runner.Policies;
using CodexA2A.Runner.Sandbox;
using CodexA2A.Runner.Workspaces;
using CodexA2A.ServiceDefaults.Audit;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Audit;

/// <summary>
/// Has on record what no caller's record has: what became of questions, and work that the settings forbid. It never waits, and costs
/// nothing where nobody would read a record.
/// </summary>
internal sealed class RunnerAudit(AuditTrail trail)
{
    /// <summary>What Codex asked.</summary>
    public const string Question = "runner.question";

    /// <summary>A turn.</summary>
    public const string Turn = "runner.turn";

    /// <summary>A command of a caller's.</summary>
    public const string Exec = "runner.exec";

    /// <summary>Of all reasons to end work, those that keep somebody from something.</summary>
    private static readonly HashSet<string> Rules = new(StringComparer.Ordinal) { SandboxRefusal.Code, ModelPolicy.Code, WorkspaceFolder.Changed };

    /// <summary>Codex was given the answer of a person, or had taken its question back by then.</summary>
    public void Answered(Interrupt question, InterruptReply reply, bool isDelivered) =>
        Tell(question, ApprovalDigest.Word(reply), isDelivered ? "delivered" : "withdrawn");

    /// <summary>Nobody answered in time, so Codex was told to decline, unless it had taken its question back by then.</summary>
    public void Expired(Interrupt question, bool isDelivered) => Tell(question, "deny", isDelivered ? "expired" : "withdrawn");

    /// <summary>Codex took its question back, or what asked it is over; it may have been told to decline then.</summary>
    public void Withdrawn(Interrupt question, bool isDeclined = false) => Tell(question, isDeclined ? "deny" : null, "withdrawn");

    /// <summary>Codex was refused something, and nobody was asked.</summary>
    /// <param name="lease">The session.</param>
    /// <param name="taskId">The task; null where it is not known which one.</param>
    /// <param name="threadId">The thread that it was asked in.</param>
    public void Refused(SessionLease lease, string? taskId, string threadId) => Tell(Question, lease.Owner, taskId, lease.ContextId, threadId, "refused");

    /// <summary>Work ended with an error, which is on record if it is a refusal.</summary>
    /// <param name="method"><see cref="Turn"/> or <see cref="Exec"/>.</param>
    /// <param name="lease">The session.</param>
    /// <param name="taskId">The task.</param>
    /// <param name="threadId">Its thread, where it has one.</param>
    /// <param name="error">Why it ended; null when it goes on elsewhere.</param>
    public void Failed(string method, SessionLease lease, string taskId, string? threadId, TaskError? error)
    {
        if (error is not null && Rules.Contains(error.Code)) Tell(method, lease.Owner, taskId, lease.ContextId, threadId, error.Code);
    }

    private void Tell(Interrupt question, string? decision, string outcome) =>
        Tell(Question, question.Owner, question.TaskId, question.ContextId, question.ThreadId, outcome, question, decision);

    private void Tell(string method, Owner owner, string? taskId, string contextId, string? threadId, string outcome, Interrupt? question = null, string? decision = null)
    {
        if (!trail.IsOn) return;
        trail.Add(new AuditRecord
        {
            Time = trail.Now,
            Principal = owner.Principal,
            Tenant = owner.Tenant.Length > 0 ? owner.Tenant : null,
            Method = method,
            TaskId = taskId,
            ContextId = contextId,
            ThreadId = threadId,
            RequestId = question?.Id,
            Decision = decision,
            ApprovalDigest = question is null ? null : ApprovalDigest.Of(question.Details),
            Outcome = outcome,
        });
    }
}
