namespace CodexA2A.Tasks;

/// <summary>
/// The queue of turns of every session, and the leases on sessions. One owner per session by lease with a fencing epoch, no
/// consumer groups (0004-leases-not-consumer-groups.md; contracts.md §1 to §6).
/// All calls throw <see cref="SeamUnavailableException"/> when the store cannot be reached.
/// </summary>
public interface ITurnQueue
{
    /// <summary>The number of partitions, fixed for an installation.</summary>
    int Partitions { get; }

    /// <summary>
    /// Stores a task (event <c>0-1</c>) and its turn in one step, once per submit id, and wakes an owner. A session that has neither
    /// a thread nor an unfinished turn is bound to the one that the turn names, so that a runner of its home takes it.
    /// </summary>
    ValueTask<SubmitOutcome> SubmitAsync(TurnSubmission submission, CancellationToken cancellationToken);

    /// <summary>
    /// Sends the session's owner a command about an existing task (cancel, steer, keep, what is done to a running command). A cancel that waits already
    /// is not stored again, and a keep takes the place of the one before; what waits of the others is bounded
    /// (<see cref="SendStatus.QueueFull"/>).
    /// </summary>
    ValueTask<SendStatus> SendAsync(TurnCommand command, CancellationToken cancellationToken);

    /// <summary>What a submit id was used for, by a submit or by an answer; null when it is not known (any more).</summary>
    ValueTask<SubmitOutcome?> FindSubmitAsync(Owner owner, string submitId, CancellationToken cancellationToken);

    /// <summary>
    /// The owner's session that is bound to a thread, the one used last if several are; null when none is, whoever else may have
    /// one. An index by owner and thread, over all partitions: a key of one partition would not find the sessions of others. It
    /// must know a binding before the append that makes it is acknowledged, and may be written apart from it; what it names is
    /// checked against the session itself.
    /// </summary>
    ValueTask<ThreadSession?> FindThreadAsync(Owner owner, string threadId, CancellationToken cancellationToken);

    /// <summary>
    /// The owner's sessions that are bound to a thread, the one used last first. A session that an earlier release bound is there
    /// from its next turn on.
    /// </summary>
    /// <param name="owner">Whose.</param>
    /// <param name="after">Where the page before ended; null for the first page.</param>
    /// <param name="limit">1 to 100.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    ValueTask<ThreadPage> ListThreadsAsync(Owner owner, ThreadCursor? after, int limit, CancellationToken cancellationToken);

    /// <summary>Makes a session that is bound to a thread, without a turn; false, and nothing changes, when the session exists.</summary>
    ValueTask<bool> BindAsync(Owner owner, string contextId, SessionBinding binding, CancellationToken cancellationToken);

    /// <summary>
    /// Answers an interrupt; the first answer wins and reaches the owner as <see cref="AnswerInterrupt"/>. With a submit id an
    /// accepted answer is remembered under it, and the same again is <see cref="AnswerStatus.Repeated"/> with the first one's position.
    /// </summary>
    ValueTask<AnswerOutcome> AnswerAsync(AnswerSubmission answer, CancellationToken cancellationToken);

    /// <summary>Answers an interrupt without a submit id.</summary>
    ValueTask<AnswerOutcome> AnswerAsync(Owner owner, string interruptId, InterruptReply reply, Message? message, CancellationToken cancellationToken) =>
        AnswerAsync(new AnswerSubmission(owner, interruptId, reply) { Message = message }, cancellationToken);

    /// <summary>One interrupt in whatever state, while it is remembered; null when unknown or foreign.</summary>
    ValueTask<Interrupt?> GetInterruptAsync(Owner owner, string interruptId, CancellationToken cancellationToken);

    /// <summary>The owner's open interrupts, oldest first, at most <paramref name="limit"/>.</summary>
    ValueTask<IReadOnlyList<Interrupt>> ListInterruptsAsync(Owner owner, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Appends <paramref name="status"/> to a task that nobody owns and that has not begun, in one step with that check
    /// (contracts.md §4), and takes its turn out of the queue if the status is terminal.
    /// </summary>
    ValueTask<SettleStatus> SettleAsync(Owner owner, string taskId, TaskStatus status, CancellationToken cancellationToken);

    /// <summary>
    /// Takes a session that has work and no live owner: a higher epoch, a marker event on the begun task, interrupts of older
    /// epochs superseded, all in one step. A runner never takes over from itself: its own lease that ran out is claimed again only
    /// after a renewal that left it out. Null when there is none for this runner now; what is of owners that it does not serve waits
    /// for one that does, for ever. Of those that wait, one of each owner is given by turns, however many somebody has; over Redis, of
    /// the 64 of each partition that wait longest.
    /// </summary>
    ValueTask<SessionLease?> TryClaimAsync(RunnerIdentity runner, CancellationToken cancellationToken);

    /// <summary>True when a claim by this runner would succeed now.</summary>
    ValueTask<bool> HasWorkAsync(RunnerIdentity runner, CancellationToken cancellationToken);

    /// <summary>Returns when a claim may succeed: a hint, or at the latest after the safety interval.</summary>
    ValueTask WaitForWorkAsync(RunnerIdentity runner, CancellationToken cancellationToken);

    /// <summary>
    /// Extends the leases that are still the runner's (each third of the lease time). One that ran out and is not among
    /// <paramref name="leases"/> is taken back: the runner has let go of it.
    /// </summary>
    ValueTask<RenewOutcome> RenewAsync(RunnerIdentity runner, IReadOnlyCollection<SessionLease> leases, CancellationToken cancellationToken);

    /// <summary>
    /// The session's commands after <paramref name="after"/>, in order, then live. Ends when the lease is lost or released.
    /// A command is given again after a takeover until it is done.
    /// </summary>
    IAsyncEnumerable<QueuedCommand> ReadCommandsAsync(SessionLease lease, long after, CancellationToken cancellationToken);

    /// <summary>Reads one stored command, for the takeover of a begun turn; null when it is gone.</summary>
    ValueTask<QueuedCommand?> GetCommandAsync(SessionLease lease, long id, CancellationToken cancellationToken);

    /// <summary>
    /// Gives the session back. False, and nothing changes, when commands wait after the cursor, unless <paramref name="drain"/> is
    /// set. Given back while an interrupt of its begun turn is open, it is not claimed again before something about that turn comes
    /// (answer, cancel, deadline), or the process restarts. True also when the session is not this lease's any more.
    /// </summary>
    ValueTask<bool> ReleaseAsync(SessionLease lease, bool drain, CancellationToken cancellationToken);

    /// <summary>
    /// House-keeping, callable by anyone at any time: expires interrupts past their deadline (owned sessions get
    /// <see cref="ExpireInterrupt"/>, others become ready with it), trims and deletes what is past its retention.
    /// </summary>
    ValueTask SweepAsync(CancellationToken cancellationToken);

    /// <summary>Stores something that means nothing, and returns when it is stored: whether anything can be kept now. For a readiness check.</summary>
    ValueTask CheckAsync(CancellationToken cancellationToken);
}
