using CodexA2A.Api.Audit;
using CodexA2A.Api.Telemetry;
using CodexA2A.Tasks;

namespace CodexA2A.Api.Handling;

/// <summary>What must hold for an operation on a task that exists.</summary>
internal static class TaskGuards
{
    /// <summary>The task, or TaskNotFound: what belongs to another owner does not exist.</summary>
    public static TaskRead Found(TaskRead? read, string id)
    {
        CallNote.Current?.About(id);
        if (read is null) throw A2AException.TaskNotFound(id);
        ApiTelemetry.About(id, read.Snapshot.ContextId);
        return read;
    }

    /// <summary>A message may repeat the task's context, never name another.</summary>
    public static void SameContext(Message message, TaskRead read)
    {
        if (!string.IsNullOrEmpty(message.ContextId) && message.ContextId != read.Snapshot.ContextId)
        {
            throw A2AException.InvalidParams("message.contextId", "must be the context of the task, or be left out");
        }
    }

    /// <summary>An ended task takes no message.</summary>
    public static void TakesMessages(TaskRead read)
    {
        if (read.State.IsTerminal)
        {
            throw A2AException.UnsupportedOperation(
                "The task has ended and takes no message; send without taskId, in the same context, to go on with a new task.");
        }
    }

    /// <summary>Only a task that goes on can be subscribed to without a cursor.</summary>
    public static void CanBeSubscribed(TaskRead read)
    {
        if (read.State.IsTerminal)
        {
            throw A2AException.UnsupportedOperation(
                $"The task has ended and has no live events; read it with GetTask, or send {Headers.LastEventId} to get its log.");
        }
    }
}
