using CodexA2A.Testing;
using StackExchange.Redis;

namespace CodexA2A.Tasks.Tests.Redis;

/// <summary>A shard of a cluster that does not answer, shorter than the cluster needs to see it.</summary>
public sealed class ClusterShardTests : OwnCluster
{
    private const int Slots = 16384;

    [Fact]
    public async Task Leases_on_the_others_are_renewed()
    {
        await using var runner = await OpenAsync();
        await using var admin = await ConnectionMultiplexer.ConnectAsync(Cluster.ConnectionString);
        var leases = new List<SessionLease>();
        while (Enumerable.Range(0, 2).Any(node => leases.Count(lease => NodeOf(lease) == node) < 2))
        {
            leases.Add((await SharedTurn.BeginAsync(runner.Queue, runner, context: $"ctx-{leases.Count}")).Lease);
        }

        foreach (var node in Enumerable.Range(0, 2))
        {
            await Signals.StopAsync(Cluster.Masters[node].ProcessId);
            var outcome = await runner.Queue.RenewAsync(SharedTurn.Runner1, leases, Stop);
            await Signals.ContinueAsync(Cluster.Masters[node].ProcessId);

            Assert.Equal(Of(node), outcome.Unanswered.ToHashSet());
            Assert.Empty(outcome.Lost);
            while ((await TryRenewAsync())?.Unanswered is not [])
            {
                Stop.ThrowIfCancellationRequested();
            }
        }

        int NodeOf(SessionLease lease) => admin.HashSlot(runner.Inner.Keys.Session(lease.Session)) < Slots / 2 ? 0 : 1;

        HashSet<SessionId> Of(int node) => [.. leases.Where(lease => NodeOf(lease) == node).Select(lease => lease.Session)];

        async Task<RenewOutcome?> TryRenewAsync()
        {
            try
            {
                return await runner.Queue.RenewAsync(SharedTurn.Runner1, leases, Stop);
            }
            catch (SeamUnavailableException)
            {
                return null;
            }
        }
    }
}
