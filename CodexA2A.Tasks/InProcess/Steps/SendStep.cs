using CodexA2A.Tasks.InProcess.Engine;
using CodexA2A.Tasks.InProcess.State;

namespace CodexA2A.Tasks.InProcess.Steps;

/// <summary>Sends the owner of a task's session a command about it.</summary>
internal static class SendStep
{
    /// <summary>The step.</summary>
    public static SendStatus Run(SeamBatch batch, TurnCommand command)
    {
        if (batch.Task(command.TaskId) is not { } task || task.Owner != command.Owner)
        {
            return SendStatus.Unknown;
        }

        if (task.Ended)
        {
            return SendStatus.Terminal;
        }

        if (WaitingBound.Of(command) is { } bound && !bound.Has(Waiting(batch, task, command)))
        {
            return SendStatus.QueueFull;
        }

        if (command is DriveExec drive && batch.Session(task.Session)!.Commands.Length >= drive.MaxKept)
        {
            return SendStatus.QueueFull;
        }

        if (command is SteerTurn { IsKept: true } steer && !Keep(batch, task, steer))
        {
            return SendStatus.IdTaken;
        }

        if (command is KeepWatch)
        {
            Drop(batch, task, entry => Load(batch, task, entry) is KeepWatch);
        }

        if (command is not CancelTurn || !Cancels(batch, batch.Session(task.Session)!, task.TaskId))
        {
            Commands.Send(batch, task, command);
        }

        return SendStatus.Accepted;
    }

    /// <summary>What those of its kind count that the owner was not told of; the others are dropped. Before the task has begun all of them wait: whoever takes over does them.</summary>
    private static long Waiting(SeamBatch batch, TaskHead task, TurnCommand command)
    {
        var session = batch.Session(task.Session)!;
        var begun = session.Commands.Any(entry => entry.Id == session.Begun && entry.TaskId == task.TaskId);
        var told = begun ? session.Lease?.Told ?? 0 : 0;
        Drop(batch, task, entry => entry.Id <= told && Load(batch, task, entry)?.GetType() == command.GetType());
        return batch.Session(task.Session)!.Commands.Where(entry => IsAbout(entry, task)).Select(entry => Load(batch, task, entry))
            .Where(waiting => waiting?.GetType() == command.GetType()).Sum(waiting => WaitingBound.Of(waiting!)!.Value.Weight);
    }

    private static void Drop(SeamBatch batch, TaskHead task, Func<CommandEntry, bool> which)
    {
        var session = batch.Session(task.Session)!;
        var dropped = session.Commands.Where(entry => IsAbout(entry, task) && which(entry)).ToArray();
        foreach (var entry in dropped)
        {
            batch.Write().Commands.Delete(session.Id, entry.Id);
        }

        if (dropped.Length > 0)
        {
            batch.Put(session with { Commands = session.Commands.RemoveRange(dropped) });
        }
    }

    private static bool IsAbout(CommandEntry entry, TaskHead task) => !entry.Turn && entry.TaskId == task.TaskId;

    private static TurnCommand? Load(SeamBatch batch, TaskHead task, CommandEntry entry) => entry.Command ?? batch.Rows.Commands.Load(task.Session, entry, task.Owner);

    // The same message again is sent again: its owner knows whether it has it.
    private static bool Keep(SeamBatch batch, TaskHead task, SteerTurn steer)
    {
        if (SubmitStep.Find(batch, task.Owner, steer.SubmitId) is { } earlier)
        {
            return earlier.AnsweredAt is not null && earlier.TaskId == task.TaskId && earlier.IsOf(steer.Fingerprint);
        }

        batch.Write().Submits.Insert(
            task.Owner,
            steer.SubmitId,
            new SubmitOutcome(SubmitStatus.Accepted, task.TaskId, task.ContextId) { AnsweredAt = steer.SeenAt, Fingerprint = steer.Fingerprint },
            batch.Now.ToUnixTimeMilliseconds());
        return true;
    }

    // To cancel twice is to have canceled: the one that waits says it all.
    private static bool Cancels(SeamBatch batch, SessionHead session, string taskId) => session.Commands.Any(
        entry => !entry.Turn && entry.TaskId == taskId && (entry.Command ?? batch.Rows.Commands.Load(session.Id, entry, session.Owner)) is CancelTurn);
}
