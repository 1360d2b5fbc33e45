namespace CodexA2A.Tasks;

/// <summary>
/// Deletes a session for good (operations.md, "Retention"): its ended tasks with everything about them, and itself. The Api asks,
/// the owner of the session does it, because only an owner may touch thread and tasks; one that dies in between leaves the
/// command to the next one, which goes on.
/// All calls throw <see cref="SeamUnavailableException"/> when the store cannot be reached.
/// </summary>
public interface ISessionForgetting
{
    /// <summary>Stores the command for the owner of the session. One that waits already is not stored again, and is what this one waits for.</summary>
    ValueTask<ForgetRequest> AskAsync(Owner owner, string contextId, string? traceParent, CancellationToken cancellationToken);

    /// <summary>What came of a request; null while it is not known, and some minutes later again.</summary>
    ValueTask<ForgetProof?> FindAsync(Owner owner, string contextId, string requestId, CancellationToken cancellationToken);

    /// <summary>Every thread that the session was ever bound to, the present one first; null when the lease is not the session's.</summary>
    ValueTask<IReadOnlyList<SessionBinding>?> ThreadsAsync(SessionLease lease, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes all but the turns that were sent behind the command, which run in the session as in a new one; then looks at every
    /// place, and keeps the proof for whoever asked.
    /// </summary>
    /// <param name="lease">The right to it.</param>
    /// <param name="command">The id of the command, finished with it.</param>
    /// <param name="request">The command.</param>
    /// <param name="threads">What became of the threads.</param>
    /// <param name="cancellationToken">Ends the wait; what is deleted stays so.</param>
    ValueTask<ForgetOutcome> ForgetAsync(
        SessionLease lease, long command, ForgetSession request, ForgottenThreads threads, CancellationToken cancellationToken);
}

/// <summary>How a request to forget was taken.</summary>
public enum ForgetStatus
{
    /// <summary>The owner of the session will do it.</summary>
    Accepted,

    /// <summary>No such session of this owner.</summary>
    Unknown,

    /// <summary>A turn of the session is not finished.</summary>
    Busy,
}

/// <summary>The answer to a request to forget.</summary>
/// <param name="Status">How it was taken.</param>
/// <param name="RequestId">By what its proof is found; empty unless accepted.</param>
public sealed record ForgetRequest(ForgetStatus Status, string RequestId);

/// <summary>How forgetting ended.</summary>
public enum ForgetOutcome
{
    /// <summary>The session is gone, and the lease with it.</summary>
    Gone,

    /// <summary>Turns wait that came behind the command: the session goes on as a new one.</summary>
    GoesOn,

    /// <summary>Another owner has the session.</summary>
    Lost,
}

/// <summary>What became of a session's threads.</summary>
/// <param name="Word"><c>deleted</c>, <c>none</c> or <c>unreachable</c>.</param>
/// <param name="Remaining">What of them was still found afterwards, or could not be looked for.</param>
public sealed record ForgottenThreads(string Word, IReadOnlyList<string> Remaining)
{
    /// <summary>There were none.</summary>
    public static ForgottenThreads None { get; } = new("none", []);
}

/// <summary>What was deleted, and what a look at every place found afterwards.</summary>
/// <param name="Tasks">How many tasks.</param>
/// <param name="Events">How many events of their logs were left.</param>
/// <param name="Interrupts">How many questions.</param>
/// <param name="Thread">As in <see cref="ForgottenThreads.Word"/>.</param>
/// <param name="Remaining">Places that still name the session or its tasks; null while nobody has looked.</param>
public sealed record ForgetProof(int Tasks, int Events, int Interrupts, string Thread, IReadOnlyList<string>? Remaining);
