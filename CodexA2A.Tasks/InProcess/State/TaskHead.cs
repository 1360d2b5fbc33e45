namespace CodexA2A.Tasks.InProcess.State;

/// <summary>Everything about a task but its events, at one moment. Immutable: a step of the writer makes a new one.</summary>
/// <param name="Row">The task's number in the database.</param>
/// <param name="TaskId">Its id.</param>
/// <param name="Session">The session it belongs to.</param>
/// <param name="Owner">Whose it is.</param>
/// <param name="ContextId">Its context.</param>
internal sealed record TaskHead(long Row, string TaskId, SessionId Session, Owner Owner, string ContextId)
{
    /// <summary>The last event of the log.</summary>
    public required EventId Last { get; init; }

    /// <summary>The position of the oldest event kept; behind <see cref="Last"/> once the log is deleted.</summary>
    public required long FirstSeq { get; init; }

    /// <summary>The newest snapshot. Its state is the task's: an event that sets a state is stored together with a snapshot.</summary>
    public required TaskSnapshot Snapshot { get; init; }

    /// <summary>The questions that wait for an answer.</summary>
    public IReadOnlyList<Interrupt> Open { get; init; } = [];

    /// <summary>True once the events of the ended task were deleted.</summary>
    public bool LogDeleted { get; init; }

    /// <summary>True when nothing follows.</summary>
    public bool Ended => Snapshot.State.IsTerminal;
}
