namespace CodexA2A.Tasks;

/// <summary>What an append must be whatever the log says; a mistake here is the caller's.</summary>
internal static class AppendCheck
{
    /// <summary>Checks it.</summary>
    /// <exception cref="ArgumentException">It is not an append.</exception>
    public static void Throw(SessionLease lease, TaskAppend append)
    {
        var states = false;
        for (var i = 0; i < append.Events.Count; i++)
        {
            var entry = append.Events[i];
            Require(entry.Kind is TaskEventKind.Event or TaskEventKind.Marker, "A snapshot is no event of the log.");
            Require(entry.Id.Epoch == lease.Epoch, "Events carry the epoch of their lease.");
            Require(entry.Id.Seq > 1 && (i == 0 || entry.Id.Seq == append.Events[i - 1].Id.Seq + 1), "The events of an append are dense.");
            Require(i == append.Events.Count - 1 || entry.State is not { IsTerminal: true }, "Nothing follows a terminal status.");
            states |= entry.State is not null;
        }

        Require(!states || append.Snapshot is not null, "A change of state comes with a snapshot.");
        Require(append.Snapshot is null || append.Snapshot.TaskId == append.TaskId, "The snapshot is of another task.");
        foreach (var opened in append.Opened)
        {
            Require(opened.TaskId == append.TaskId && opened.Owner == lease.Owner, "An interrupt belongs to the task that it interrupts.");
        }
    }

    private static void Require(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new ArgumentException(otherwise);
        }
    }
}
