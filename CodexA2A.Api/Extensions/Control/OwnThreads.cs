using CodexA2A.Api.Audit;
using CodexA2A.Api.Handling;
using CodexA2A.Tasks;

namespace CodexA2A.Api.Extensions.Control;

/// <summary>The caller's threads: whatever a method does to one, it looks here first.</summary>
internal sealed class OwnThreads(ITurnQueue queue, ITaskLog log)
{
    private static readonly TaskState[] Unfinished = [TaskState.Submitted, TaskState.Working, TaskState.InputRequired, TaskState.AuthRequired];

    /// <summary>The caller's session that has the thread.</summary>
    /// <exception cref="A2AException">InvalidParams: none has. Another caller's thread answers like none, byte for byte.</exception>
    public async Task<ThreadSession> FindAsync(CallContext context, string threadId, string field, CancellationToken cancellationToken)
    {
        CallNote.Current?.About(thread: threadId);
        var session = await queue.FindThreadAsync(context.Owner, threadId, cancellationToken) ?? throw NotFound(field);
        CallNote.Current?.About(context: session.ContextId);
        return session;
    }

    /// <summary>Refuses what would break a turn.</summary>
    /// <exception cref="A2AException">TASK_BUSY: one of the session's is not finished.</exception>
    public async Task RefuseBusyAsync(CallContext context, ThreadSession session, CancellationToken cancellationToken)
    {
        foreach (var state in Unfinished)
        {
            var query = new TaskListQuery(1) { ContextId = session.ContextId, State = state };
            if ((await log.ListAsync(context.Owner, query, cancellationToken)).Total > 0)
            {
                throw A2AException.UnsupportedOperation("A turn of this thread is not finished; cancel it or wait for its end, then ask again.", "TASK_BUSY");
            }
        }
    }

    /// <summary>No such thread of this caller.</summary>
    public static A2AException NotFound(string field)
    {
        var (reason, description) = field == "session_id" ? ("SESSION_NOT_FOUND", "names no session of yours") : ("THREAD_NOT_FOUND", "names no thread of yours");
        return new(A2AErrorCode.InvalidParams, $"{field} {description}.") { Reason = reason, FieldViolations = [new(field, description)] };
    }
}
