using CodexA2A.Tasks;

namespace CodexA2A.Runner.Tests.Turns;

/// <summary>A queue in front of a real one, whose claims and renewals a test can make go wrong.</summary>
internal sealed class FaultyQueue(ITurnQueue inner) : ITurnQueue, IAsyncDisposable
{
    /// <summary>Runs before each claim.</summary>
    public Action OnClaim { get; set; } = () => { };

    /// <summary>Makes the answer to a renewal.</summary>
    public Func<Func<ValueTask<RenewOutcome>>, IReadOnlyCollection<SessionLease>, ValueTask<RenewOutcome>> OnRenew { get; set; } = (renew, _) => renew();

    public int Partitions => inner.Partitions;

    public ValueTask<SessionLease?> TryClaimAsync(RunnerIdentity runner, CancellationToken cancellationToken)
    {
        OnClaim();
        return inner.TryClaimAsync(runner, cancellationToken);
    }

    public ValueTask<RenewOutcome> RenewAsync(RunnerIdentity runner, IReadOnlyCollection<SessionLease> leases, CancellationToken cancellationToken) =>
        OnRenew(() => inner.RenewAsync(runner, leases, cancellationToken), leases);

    public ValueTask<SubmitOutcome> SubmitAsync(TurnSubmission submission, CancellationToken cancellationToken) => inner.SubmitAsync(submission, cancellationToken);

    public ValueTask<SendStatus> SendAsync(TurnCommand command, CancellationToken cancellationToken) => inner.SendAsync(command, cancellationToken);

    public ValueTask<SubmitOutcome?> FindSubmitAsync(Owner owner, string submitId, CancellationToken cancellationToken) =>
        inner.FindSubmitAsync(owner, submitId, cancellationToken);

    public ValueTask<AnswerOutcome> AnswerAsync(AnswerSubmission answer, CancellationToken cancellationToken) => inner.AnswerAsync(answer, cancellationToken);

    public ValueTask<Interrupt?> GetInterruptAsync(Owner owner, string interruptId, CancellationToken cancellationToken) =>
        inner.GetInterruptAsync(owner, interruptId, cancellationToken);

    public ValueTask<IReadOnlyList<Interrupt>> ListInterruptsAsync(Owner owner, int limit, CancellationToken cancellationToken) =>
        inner.ListInterruptsAsync(owner, limit, cancellationToken);

    public ValueTask<SettleStatus> SettleAsync(Owner owner, string taskId, TaskStatus status, CancellationToken cancellationToken) =>
        inner.SettleAsync(owner, taskId, status, cancellationToken);

    public ValueTask<ThreadSession?> FindThreadAsync(Owner owner, string threadId, CancellationToken cancellationToken) =>
        inner.FindThreadAsync(owner, threadId, cancellationToken);

    public ValueTask WaitForWorkAsync(RunnerIdentity runner, CancellationToken cancellationToken) => inner.WaitForWorkAsync(runner, cancellationToken);

    public IAsyncEnumerable<QueuedCommand> ReadCommandsAsync(SessionLease lease, long after, CancellationToken cancellationToken) =>
        inner.ReadCommandsAsync(lease, after, cancellationToken);

    public ValueTask<QueuedCommand?> GetCommandAsync(SessionLease lease, long id, CancellationToken cancellationToken) =>
        inner.GetCommandAsync(lease, id, cancellationToken);

    public ValueTask<bool> ReleaseAsync(SessionLease lease, bool drain, CancellationToken cancellationToken) => inner.ReleaseAsync(lease, drain, cancellationToken);

    public ValueTask SweepAsync(CancellationToken cancellationToken) => inner.SweepAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (inner is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
    }
}
