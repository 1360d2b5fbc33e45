using CodexA2A.Tasks.InProcess.Engine;

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
        OwnStatus.Append(batch, task, epoch, status);
        session = status.State.IsTerminal ? Commands.DropWaiting(batch, session, taskId) : session;
        batch.Put(session with { Epoch = epoch, Lease = null, Held = session.Held && session.Begun is not null });
        return SettleStatus.Settled;
    }
}
