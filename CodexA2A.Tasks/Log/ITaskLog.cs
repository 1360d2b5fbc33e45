namespace CodexA2A.Tasks;

/// <summary>
/// One log per task is the truth (0003-one-log-per-task.md): streams, subscriptions, blocking sends, lists and GetTask are its readers.
/// Semantics: contracts.md §1 to §6; one contract test suite holds every implementation to them.
/// All calls throw <see cref="SeamUnavailableException"/> when the store cannot be reached.
/// </summary>
public interface ITaskLog
{
    /// <summary>
    /// Appends under <paramref name="lease"/>; visible to readers only once stored. Events that are there already are passed over
    /// when their ids are the same, and the rest is appended with all effects of the step; when all are there, it is a DUP. The
    /// payloads are kept as they are: their memory must not be changed afterwards.
    /// </summary>
    /// <returns>OK, DUP, GAP or FENCED; nothing of the step is stored unless OK.</returns>
    /// <exception cref="ArgumentException">The ids are not dense or not of the lease's epoch, or a state comes without a snapshot.</exception>
    /// <exception cref="InvalidOperationException">The task has ended, or its log has other events in that place.</exception>
    ValueTask<AppendOutcome> AppendAsync(SessionLease lease, TaskAppend append, CancellationToken cancellationToken);

    /// <summary>Snapshot, tail, state and open interrupts of one moment.</summary>
    /// <returns>Null when the task does not exist or is not the owner's.</returns>
    ValueTask<TaskRead?> ReadAsync(Owner owner, string taskId, CancellationToken cancellationToken);

    /// <summary>
    /// Every event after <paramref name="after"/>, in order and without a gap, then live ones as they are stored; ends behind the
    /// terminal event, and at once when there is nothing to come. A trimmed or lost position gives one
    /// <see cref="TaskEventKind.Snapshot"/> and goes on behind it; so does a reader that falls too far behind.
    /// </summary>
    /// <returns>Non-empty batches of what was ready together; empty for an unknown or foreign task.</returns>
    IAsyncEnumerable<IReadOnlyList<TaskEvent>> FollowAsync(Owner owner, string taskId, EventId after, CancellationToken cancellationToken);

    /// <summary>Says whether <paramref name="cursor"/> is a position of this task's log (contracts.md §2).</summary>
    /// <returns>Null when the task does not exist or is not the owner's.</returns>
    ValueTask<CursorCheck?> CheckCursorAsync(Owner owner, string taskId, EventId cursor, CancellationToken cancellationToken);

    /// <summary>The owner's tasks, by page.</summary>
    ValueTask<TaskListPage> ListAsync(Owner owner, TaskListQuery query, CancellationToken cancellationToken);
}

/// <summary>What a cursor is to a log.</summary>
public enum CursorCheck
{
    /// <summary>The event is there; what follows it can be read.</summary>
    Known,

    /// <summary>It existed and was trimmed, or may have existed in a store that lost its last moment; a reader gets a resync snapshot.</summary>
    Trimmed,

    /// <summary>No such event was ever in this task.</summary>
    NeverExisted,
}
