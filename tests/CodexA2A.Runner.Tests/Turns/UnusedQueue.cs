using CodexA2A.Tasks;

namespace CodexA2A.Runner.Tests.Turns;

/// <summary>A queue of which a test uses one or two methods.</summary>
internal abstract class UnusedQueue : ITurnQueue
{
    public int Partitions => throw Unused();

    public ValueTask<SubmitOutcome> SubmitAsync(TurnSubmission submission, CancellationToken cancellationToken) => throw Unused();

    public ValueTask<SendStatus> SendAsync(TurnCommand command, CancellationToken cancellationToken) => throw Unused();

    public ValueTask<SubmitOutcome?> FindSubmitAsync(Owner owner, string submitId, CancellationToken cancellationToken) => throw Unused();

    public ValueTask<AnswerOutcome> AnswerAsync(AnswerSubmission answer, CancellationToken cancellationToken) => throw Unused();

    public ValueTask<Interrupt?> GetInterruptAsync(Owner owner, string interruptId, CancellationToken cancellationToken) => throw Unused();

    public ValueTask<IReadOnlyList<Interrupt>> ListInterruptsAsync(Owner owner, int limit, CancellationToken cancellationToken) => throw Unused();

    public ValueTask<SettleStatus> SettleAsync(Owner owner, string taskId, TaskStatus status, CancellationToken cancellationToken) => throw Unused();

    public ValueTask<SessionLease?> TryClaimAsync(RunnerIdentity runner, CancellationToken cancellationToken) => throw Unused();

    public ValueTask<ThreadSession?> FindThreadAsync(Owner owner, string threadId, CancellationToken cancellationToken) => throw Unused();

    public ValueTask<ThreadPage> ListThreadsAsync(Owner owner, ThreadCursor? after, int limit, CancellationToken cancellationToken) => throw Unused();

    public ValueTask<bool> BindAsync(Owner owner, string contextId, SessionBinding binding, CancellationToken cancellationToken) => throw Unused();

    public ValueTask<bool> HasWorkAsync(RunnerIdentity runner, CancellationToken cancellationToken) => throw Unused();

    public ValueTask WaitForWorkAsync(RunnerIdentity runner, CancellationToken cancellationToken) => throw Unused();

    public virtual ValueTask<RenewOutcome> RenewAsync(
        RunnerIdentity runner, IReadOnlyCollection<SessionLease> leases, CancellationToken cancellationToken) => throw Unused();

    public virtual IAsyncEnumerable<QueuedCommand> ReadCommandsAsync(SessionLease lease, long after, CancellationToken cancellationToken) => throw Unused();

    public ValueTask<QueuedCommand?> GetCommandAsync(SessionLease lease, long id, CancellationToken cancellationToken) => throw Unused();

    public ValueTask<bool> ReleaseAsync(SessionLease lease, bool drain, CancellationToken cancellationToken) => throw Unused();

    public ValueTask SweepAsync(CancellationToken cancellationToken) => throw Unused();

    public ValueTask CheckAsync(CancellationToken cancellationToken) => throw Unused();

    private static NotSupportedException Unused() => new("No test uses this.");
}
