namespace CodexA2A.Tasks;

/// <summary>
/// The right of one runner to run the turns of one session and to write its tasks, until it is released, lost or runs out.
/// Immutable: what changes (deadline) is known to the queue.
/// </summary>
/// <param name="Session">The session.</param>
/// <param name="Owner">Whose it is.</param>
/// <param name="ContextId">The client's name of it.</param>
/// <param name="RunnerId">Who holds the lease.</param>
/// <param name="Epoch">The fencing epoch: max(previous + 1, Unix milliseconds) at claim.</param>
public sealed record SessionLease(SessionId Session, Owner Owner, string ContextId, string RunnerId, long Epoch)
{
    /// <summary>The thread the session was bound to at claim, or null.</summary>
    public SessionBinding? Binding { get; init; }

    /// <summary>The id of the last command that was finished; commands are read after it.</summary>
    public long Cursor { get; init; }

    /// <summary>The command that an earlier owner began and did not finish; it must be settled by contracts.md §6 before anything else.</summary>
    public long? Begun { get; init; }

    /// <summary>How often the session was taken over since it last made progress; at 3 the begun turn fails.</summary>
    public int Takeovers { get; init; }
}

/// <summary>The Codex thread of a session.</summary>
/// <param name="ThreadId">The agent's id of the conversation; opaque to the seam.</param>
/// <param name="Home">The identity of the home that holds it (contracts.md §6).</param>
/// <param name="Explicit">True when a client named the thread; then it is never replaced by a new one.</param>
public sealed record SessionBinding(string ThreadId, string Home, bool Explicit = false);

/// <summary>A session that is bound to a thread.</summary>
/// <param name="Session">The session.</param>
/// <param name="ContextId">The client's name of it.</param>
/// <param name="Binding">Its thread.</param>
public sealed record ThreadSession(SessionId Session, string ContextId, SessionBinding Binding);

/// <summary>The last session of a page: the next page starts behind it.</summary>
/// <param name="UsedAtMilliseconds">When it was used last, Unix milliseconds.</param>
/// <param name="Session">Its id.</param>
public sealed record ThreadCursor(long UsedAtMilliseconds, string Session);

/// <summary>One page of an owner's sessions.</summary>
/// <param name="Threads">In order.</param>
/// <param name="Next">The cursor of the next page, or null on the last one.</param>
public sealed record ThreadPage(IReadOnlyList<ThreadSession> Threads, ThreadCursor? Next);

/// <summary>A runner as the queue sees it.</summary>
/// <param name="RunnerId">Unique for each start of a runner.</param>
/// <param name="Home">The identity of its home; sessions of another home are not given to it while that one lives.</param>
public sealed record RunnerIdentity(string RunnerId, string Home)
{
    /// <summary>Owners that have as many turns there as they may: nothing of theirs is given to it.</summary>
    public IReadOnlyCollection<Owner> Full { get; init; } = [];

    /// <summary>Whose sessions and calls it takes at all, as long as it runs.</summary>
    public ServedOwners Serves { get; init; } = ServedOwners.Everybody;

    /// <summary>Whether something of theirs may be given to it now.</summary>
    public bool Takes(Owner owner) => Serves.Includes(owner) && !Full.Contains(owner);
}
