namespace CodexA2A.Tasks;

/// <summary>The fold of a task's log up to an event, stored by the same step that appended that event.</summary>
/// <param name="TaskId">The task.</param>
/// <param name="ContextId">Its context.</param>
/// <param name="Last">The last event that is folded in.</param>
/// <param name="Json">UTF-8 JSON of the AgentTask, at most 3 MiB (contracts.md §2).</param>
/// <param name="State">Its state.</param>
/// <param name="StatusAt">The timestamp of its status, by which lists are ordered.</param>
public sealed record TaskSnapshot(string TaskId, string ContextId, EventId Last, ReadOnlyMemory<byte> Json, TaskState State, DateTimeOffset StatusAt)
{
    /// <summary>The snapshot as an event, in place of events that a reader cannot have any more.</summary>
    internal TaskEvent ToEvent()
    {
        var json = Json.Span;
        var payload = new byte[json.Length + 9];
        "{\"task\":"u8.CopyTo(payload);
        json.CopyTo(payload.AsSpan(8));
        payload[^1] = (byte)'}';
        return new TaskEvent(Last, TaskEventKind.Snapshot, payload, State, StatusAt);
    }
}
