using CodexA2A.Tasks.InProcess.Sqlite;

namespace CodexA2A.Tasks.InProcess.State;

/// <summary>A task as read from the database, with the events behind its snapshot.</summary>
internal sealed record ColdTask(TaskHead Head, IReadOnlyList<TaskEvent> Tail)
{
    /// <summary>Reads it, where an owner is given only if it is theirs; inside a transaction, so that all is of one moment.</summary>
    public static ColdTask? Load(SeamDatabase database, string id, Owner? owner = null)
    {
        if (database.Tasks.Load(id, owner) is not { } head)
        {
            return null;
        }

        var tail = head.Snapshot.Last == head.Last ? [] : database.Events.Page(head.Row, head.Snapshot.Last.Seq, int.MaxValue);
        return new ColdTask(head.Ended ? head : head with { Open = database.Interrupts.OpenOfTask(id) }, tail);
    }

    /// <summary>What a caller reads of it.</summary>
    public TaskRead ToRead() => new(Head.Snapshot, Tail, Head.Last, Head.Snapshot.State, null, Head.Open);

    /// <summary>The task for memory.</summary>
    public TaskStream ToStream(HotLimits limits)
    {
        var stream = new TaskStream(Head, limits);
        stream.Preload(Tail);
        return stream;
    }
}
