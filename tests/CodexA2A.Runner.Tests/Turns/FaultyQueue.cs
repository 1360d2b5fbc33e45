using System.Runtime.CompilerServices;
using CodexA2A.Tasks;
using CodexA2A.Testing;

namespace CodexA2A.Runner.Tests.Turns;

/// <summary>A queue in front of a real one, whose claims and renewals a test can make go wrong.</summary>
internal sealed class FaultyQueue(ITurnQueue inner) : ForwardingQueue(inner), IAsyncDisposable
{
    private readonly ITurnQueue _inner = inner;

    /// <summary>Runs before each claim.</summary>
    public Action OnClaim { get; set; } = () => { };

    /// <summary>Makes the answer to a renewal.</summary>
    public Func<Func<ValueTask<RenewOutcome>>, IReadOnlyCollection<SessionLease>, ValueTask<RenewOutcome>> OnRenew { get; set; } = (renew, _) => renew();

    /// <summary>What a command is read as.</summary>
    public Func<TurnCommand, TurnCommand> OnCommand { get; set; } = command => command;

    public override async IAsyncEnumerable<QueuedCommand> ReadCommandsAsync(SessionLease lease, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var command in base.ReadCommandsAsync(lease, after, cancellationToken))
        {
            yield return command with { Command = OnCommand(command.Command) };
        }
    }

    public override async ValueTask<QueuedCommand?> GetCommandAsync(SessionLease lease, long id, CancellationToken cancellationToken) =>
        await base.GetCommandAsync(lease, id, cancellationToken) is { } command ? command with { Command = OnCommand(command.Command) } : null;

    public override ValueTask<SessionLease?> TryClaimAsync(RunnerIdentity runner, CancellationToken cancellationToken)
    {
        OnClaim();
        return base.TryClaimAsync(runner, cancellationToken);
    }

    public override ValueTask<RenewOutcome> RenewAsync(RunnerIdentity runner, IReadOnlyCollection<SessionLease> leases, CancellationToken cancellationToken) =>
        OnRenew(() => base.RenewAsync(runner, leases, cancellationToken), leases);

    public async ValueTask DisposeAsync()
    {
        if (_inner is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
    }
}
