namespace CodexA2A.Tasks;

/// <summary>
/// One atomic step of the lease holder: events of one task and everything that must be true together with them.
/// </summary>
/// <param name="TaskId">The task that the events belong to.</param>
/// <param name="Events">In order, ids dense after the last one of the log; may be empty when only the rest is to be stored.</param>
public sealed record TaskAppend(string TaskId, IReadOnlyList<TaskEvent> Events)
{
    /// <summary>The fold up to the last of <see cref="Events"/>; given at each state change and every 256 events or 256 KiB.</summary>
    public TaskSnapshot? Snapshot { get; init; }

    /// <summary>The command that the turn began with this append (contracts.md §4).</summary>
    public long? Begun { get; init; }

    /// <summary>The command that is finished with this append; the cursor moves to it and the takeover count to 0.</summary>
    public long? Done { get; init; }

    /// <summary>The thread that the session is bound to from now on.</summary>
    public SessionBinding? Binding { get; init; }

    /// <summary>Interrupts that open with these events.</summary>
    public IReadOnlyList<Interrupt> Opened { get; init; } = [];

    /// <summary>Interrupts that close with these events.</summary>
    public IReadOnlyList<InterruptClosing> Closed { get; init; } = [];
}
