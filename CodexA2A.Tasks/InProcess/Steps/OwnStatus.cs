using System.Text.Json.Nodes;
using CodexA2A.Protocol.Json;
using CodexA2A.Tasks.InProcess.Engine;
using CodexA2A.Tasks.InProcess.State;

namespace CodexA2A.Tasks.InProcess.Steps;

/// <summary>A status that the seam itself appends, for a task that nobody owns (contracts.md §4, §6).</summary>
internal static class OwnStatus
{
    /// <summary>Appends <paramref name="status"/> behind the task's last event, together with the snapshot that it makes.</summary>
    /// <param name="batch">The step's transaction.</param>
    /// <param name="task">The task as it stands.</param>
    /// <param name="epoch">A new epoch of the session, so that an owner who lost it unnoticed cannot take our number for its own.</param>
    /// <param name="status">The status; without a time it gets that of the step.</param>
    /// <param name="shared">More of <c>metadata.shared</c>.</param>
    public static void Append(SeamBatch batch, TaskHead task, long epoch, TaskStatus status, JsonObject? shared = null)
    {
        var fold = Fold(batch, task);
        var (entry, snapshot) = OwnStatusEvent.Make(fold, task.TaskId, task.ContextId, new EventId(epoch, task.Last.Seq + 1), status, batch.Now, shared);
        batch.Put(Interrupts.WithdrawIfEnded(batch, task with { Last = entry.Id, Snapshot = snapshot }), entry);
    }

    private static TaskFold Fold(SeamBatch batch, TaskHead task)
    {
        var fold = new TaskFold(A2AJson.Deserialize<AgentTask>(task.Snapshot.Json.Span));
        for (var seq = task.Snapshot.Last.Seq + 1; seq <= task.Last.Seq; seq++)
        {
            if (batch.EventAt(task, seq) is { Kind: TaskEventKind.Event } entry)
            {
                fold.Apply(A2AJson.Deserialize<StreamResponse>(entry.Payload.Span));
            }
        }

        return fold;
    }
}
