using CodexA2A.Tasks;

namespace CodexA2A.Testing;

/// <summary>A queue in front of a real one, which answers everything; what a test changes it overrides.</summary>
internal abstract class ForwardingQueue(ITurnQueue inner) : ITurnQueue
{
    public int Partitions => inner.Partitions;

    public virtual ValueTask<RenewOutcome> RenewAsync(RunnerIdentity runner, IReadOnlyCollection<SessionLease> leases, CancellationToken cancellationToken) =>
        inner.RenewAsync(runner, leases, cancellationToken);

    public ValueTask<SubmitOutcome> SubmitAsync(TurnSubmission submission, CancellationToken cancellationToken) => inner.SubmitAsync(submission, cancellationToken);

    public ValueTask<SendStatus> SendAsync(TurnCommand command, CancellationToken cancellationToken) => inner.SendAsync(command, cancellationToken);

    public ValueTask<SubmitOutcome?> FindSubmitAsync(Owner owner, string submitId, CancellationToken cancellationToken) =>
        inner.FindSubmitAsync(owner, submitId, cancellationToken);

    public ValueTask<ThreadSession?> FindThreadAsync(Owner owner, string threadId, CancellationToken cancellationToken) =>
        inner.FindThreadAsync(owner, threadId, cancellationToken);

    public ValueTask<ThreadPage> ListThreadsAsync(Owner owner, ThreadCursor? after, int limit, CancellationToken cancellationToken) =>
        inner.ListThreadsAsync(owner, after, limit, cancellationToken);

    public ValueTask<bool> BindAsync(Owner owner, string contextId, SessionBinding binding, CancellationToken cancellationToken) =>
        inner.BindAsync(owner, contextId, binding, cancellationToken);

    public ValueTask<AnswerOutcome> AnswerAsync(AnswerSubmission answer, CancellationToken cancellationToken) => inner.AnswerAsync(answer, cancellationToken);

    public ValueTask<Interrupt?> GetInterruptAsync(Owner owner, string interruptId, CancellationToken cancellationToken) =>
        inner.GetInterruptAsync(owner, interruptId, cancellationToken);

    public ValueTask<IReadOnlyList<Interrupt>> ListInterruptsAsync(Owner owner, int limit, CancellationToken cancellationToken) =>
        inner.ListInterruptsAsync(owner, limit, cancellationToken);

    public ValueTask<SettleStatus> SettleAsync(Owner owner, string taskId, TaskStatus status, CancellationToken cancellationToken) =>
        inner.SettleAsync(owner, taskId, status, cancellationToken);

    public virtual ValueTask<SessionLease?> TryClaimAsync(RunnerIdentity runner, CancellationToken cancellationToken) => inner.TryClaimAsync(runner, cancellationToken);

    public ValueTask<bool> HasWorkAsync(RunnerIdentity runner, CancellationToken cancellationToken) => inner.HasWorkAsync(runner, cancellationToken);

    public ValueTask WaitForWorkAsync(RunnerIdentity runner, CancellationToken cancellationToken) => inner.WaitForWorkAsync(runner, cancellationToken);

    public virtual IAsyncEnumerable<QueuedCommand> ReadCommandsAsync(SessionLease lease, long after, CancellationToken cancellationToken) =>
        inner.ReadCommandsAsync(lease, after, cancellationToken);

    public virtual ValueTask<QueuedCommand?> GetCommandAsync(SessionLease lease, long id, CancellationToken cancellationToken) =>
        inner.GetCommandAsync(lease, id, cancellationToken);

    public ValueTask<bool> ReleaseAsync(SessionLease lease, bool drain, CancellationToken cancellationToken) => inner.ReleaseAsync(lease, drain, cancellationToken);

    public ValueTask SweepAsync(CancellationToken cancellationToken) => inner.SweepAsync(cancellationToken);

    public ValueTask CheckAsync(CancellationToken cancellationToken) => inner.CheckAsync(cancellationToken);
}
