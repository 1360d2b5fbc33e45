using CodexA2A.Tasks;
using CodexA2A.Testing;

namespace CodexA2A.Chaos.Tests.Agents.Control;

/// <summary>A queue that never tells a runner that it lost a session.</summary>
internal sealed class UnfencedQueue(ITurnQueue inner) : ForwardingQueue(inner)
{
    public override async ValueTask<RenewOutcome> RenewAsync(RunnerIdentity runner, IReadOnlyCollection<SessionLease> leases, CancellationToken cancellationToken) =>
        await base.RenewAsync(runner, leases, cancellationToken) with { Lost = [] };
}
