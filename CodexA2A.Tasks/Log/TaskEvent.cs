namespace CodexA2A.Tasks;

/// <summary>What an entry of a task's log is.</summary>
public enum TaskEventKind
{
    /// <summary>An A2A event for clients.</summary>
    Event,

    /// <summary>A change of ownership: takes a number, is never sent to clients (contracts.md §2).</summary>
    Marker,

    /// <summary>Not in the log: a whole Task in place of events that were trimmed, to go on after (resync).</summary>
    Snapshot,
}

/// <summary>One entry of a task's log.</summary>
/// <param name="Id">Its id; for a <see cref="TaskEventKind.Snapshot"/> the id of the last event that it contains.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Payload">UTF-8 JSON of the StreamResponse, ready to send; empty for a marker.</param>
/// <param name="State">The task's state after this event where the event sets one, else null.</param>
/// <param name="At">When it was written.</param>
public sealed record TaskEvent(EventId Id, TaskEventKind Kind, ReadOnlyMemory<byte> Payload, TaskState? State, DateTimeOffset At);
