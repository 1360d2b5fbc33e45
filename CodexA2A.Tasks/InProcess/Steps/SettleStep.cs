using System.Text.Json.Nodes;
using CodexA2A.Protocol.Json;
using CodexA2A.Tasks.InProcess.Engine;
using CodexA2A.Tasks.InProcess.State;

namespace CodexA2A.Tasks.InProcess.Steps;

/// <summary>Gives a status to a task that nobody owns and whose turn is not begun (contracts.md §4).</summary>
internal static class SettleStep
{
    /// <summary>The step.</summary>
    public static SettleStatus Run(SeamBatch batch, Owner owner, string taskId, TaskStatus status)
    {
        if (batch.Task(taskId) is not { } task || task.Owner != owner)
        {
            return SettleStatus.Unknown;
        }

        var session = batch.Session(task.Session)!;
        var turn = session.Commands.FirstOrDefault(command => command.Turn && command.TaskId == taskId);
        if (task.Ended)
        {
            return SettleStatus.Terminal;
        }

        if (batch.IsLive(session.Lease))
        {
            return SettleStatus.Owned;
        }

        if (turn is not null && turn.Id == session.Begun)
        {
            return SettleStatus.Begun;
        }

        // A new epoch, so that an owner whose lease ran out unnoticed is fenced off and cannot take our number for its own.
        var epoch = batch.NextEpoch(session.Epoch);
        Append(batch, task, new EventId(epoch, task.Last.Seq + 1), status);
        if (status.State.IsTerminal && turn is not null)
        {
            batch.Write().Commands.Delete(session.Id, turn.Id);
            session = session with { Commands = session.Commands.Remove(turn) };
        }

        batch.Put(session with { Epoch = epoch, Lease = null, Held = session.Held && session.Begun is not null });
        return SettleStatus.Settled;
    }

    private static void Append(SeamBatch batch, TaskHead task, EventId id, TaskStatus status)
    {
        status = status.Timestamp is null ? status with { Timestamp = batch.Now } : status;
        var update = StreamResponse.FromStatusUpdate(new TaskStatusUpdateEvent
        {
            TaskId = task.TaskId,
            ContextId = task.ContextId,
            Status = status,
            Metadata = new JsonObject { ["shared"] = new JsonObject { ["stream"] = new JsonObject { ["event_id"] = id.ToString() } } },
        });
        var fold = new TaskFold(A2AJson.Deserialize<AgentTask>(task.Snapshot.Json.Span));
        for (var seq = task.Snapshot.Last.Seq + 1; seq <= task.Last.Seq; seq++)
        {
            if (batch.EventAt(task, seq) is { Kind: TaskEventKind.Event } entry)
            {
                fold.Apply(A2AJson.Deserialize<StreamResponse>(entry.Payload.Span));
            }
        }

        fold.Apply(update);
        var settled = task with
        {
            Last = id,
            Snapshot = new TaskSnapshot(task.TaskId, task.ContextId, id, A2AJson.Serialize(fold.Task!), status.State, status.Timestamp!.Value),
        };
        batch.Put(
            Interrupts.WithdrawIfEnded(batch, settled),
            new TaskEvent(id, TaskEventKind.Event, A2AJson.Serialize(update), status.State, batch.Now));
    }
}
