using CodexA2A.Tasks.InProcess.Engine;
using CodexA2A.Tasks.InProcess.State;

namespace CodexA2A.Tasks.InProcess.Steps;

/// <summary>Changes of a session's command stream.</summary>
internal static class Commands
{
    /// <summary>Stores a command behind the others; the session still has to be put back.</summary>
    public static SessionHead Enqueue(SeamBatch batch, SessionHead session, TurnCommand command, byte[] payload)
    {
        var id = session.LastCommand + 1;
        batch.Write().Commands.Insert(session.Id, id, command, payload);
        var entry = new CommandEntry(id, command.TaskId, command is BeginTask, payload.Length <= HotLimits.CommandBytes ? command : null);
        return session with
        {
            LastCommand = id,
            Commands = session.Commands.Add(entry),
            UsedAt = batch.Now.ToUnixTimeMilliseconds(),
            // Another turn cannot begin while a parked one waits; anything else is about that one.
            Parked = session.Parked && command is BeginTask,
        };
    }

    /// <summary>Stores a command that says something about a task, and puts the session back.</summary>
    public static void Send(SeamBatch batch, TaskHead task, TurnCommand command) =>
        batch.Put(Enqueue(batch, batch.Session(task.Session)!, command, SeamJson.Serialize(command)));

    /// <summary>Takes the turn of an ended task out of the queue, unless it has begun: then its owner finishes it.</summary>
    public static SessionHead DropWaiting(SeamBatch batch, SessionHead session, string taskId)
    {
        if (session.Commands.FirstOrDefault(command => command.Turn && command.TaskId == taskId) is not { } turn || turn.Id == session.Begun)
        {
            return session;
        }

        batch.Write().Commands.Delete(session.Id, turn.Id);
        return session with { Commands = session.Commands.Remove(turn) };
    }

    /// <summary>Moves the cursor to <paramref name="id"/>: everything up to it is finished.</summary>
    public static SessionHead Finish(SeamBatch batch, SessionHead session, long id)
    {
        batch.Write().Commands.DeleteTo(session.Id, id);
        return session with
        {
            Cursor = Math.Max(session.Cursor, id),
            Commands = session.Commands.RemoveAll(command => command.Id <= id),
            Begun = session.Begun <= id ? null : session.Begun,
            Takeovers = 0,
            Slow = 0,
            UsedAt = batch.Now.ToUnixTimeMilliseconds(),
        };
    }
}
