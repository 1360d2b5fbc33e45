using System.Globalization;
using CodexA2A.Testing;
using StackExchange.Redis;

namespace CodexA2A.Tasks.Tests.Redis;

/// <summary>Row "Failover to a lagging replica" of the fault table, with a replica that is one.</summary>
public sealed class FaultTableFailoverTests : OwnRedis
{
    // Long enough not to run out by itself, so that the lease state that regresses is a live one.
    protected override TimeSpan LeaseTime => TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Failover_to_a_lagging_replica()
    {
        await using var replica = await RedisServer.StartAsync("--replicaof", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1 {Server.Port}"));
        await using var both = await ConnectionMultiplexer.ConnectAsync(replica.ConnectionString);
        var server = both.GetServers()[0];
        var connection = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Server.Port},127.0.0.1:{replica.Port},configCheckSeconds=1");
        await using var api = await OpenAsync(connection);
        await using var runner1 = await OpenAsync(connection);
        await using var runner2 = await OpenAsync(connection);
        var turn = await SharedTurn.BeginAsync(api.Queue, runner1);
        await using var follow = Follow(api, turn, EventId.None);
        await ReadToAsync(follow, 2);
        await CaughtUpAsync(server);

        // From here on the replica hears nothing: of a takeover, and of what the new owner writes.
        await server.ExecuteAsync("REPLICAOF", "127.0.0.1", "1");
        Assert.True(await runner1.Queue.ReleaseAsync(turn.Lease, drain: true, Stop));
        var second = (await runner2.Queue.TryClaimAsync(SharedTurn.Runner2, Stop))!;
        var lost = turn with { Lease = second };
        Assert.Equal(AppendStatus.Ok, (await runner2.Log.AppendAsync(second, lost.Append(4, "lost", "lost"), Stop)).Status);
        Assert.Equal(new EventId(second.Epoch, 5), (await ReadToAsync(follow, 5))[^1].Id);
        await Server.KillAsync();
        // It is no master yet, and what it has is old: nobody reads of it.
        var away = await Assert.ThrowsAsync<SeamUnavailableException>(() => api.Log.ReadAsync(SharedTurn.Owner, turn.Id, Stop).AsTask());
        Assert.Contains("cannot be reached", away.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<SeamUnavailableException>(() => runner1.Queue.FindThreadAsync(SharedTurn.Owner, "thread", Stop).AsTask());
        await server.ExecuteAsync("REPLICAOF", "NO", "ONE");

        // The lease of the first owner is back, and the second one's was never given.
        Assert.Equal(2, (await UntilItWorksAsync(() => api.Log.ReadAsync(SharedTurn.Owner, turn.Id, Stop)))!.Last.Seq);
        Assert.Equal(AppendStatus.Fenced, (await UntilItWorksAsync(() => runner2.Log.AppendAsync(second, lost.Append(6, "zombie"), Stop))).Status);
        // Of the second one's epoch nothing is known here, but it is none of the future.
        Assert.Equal(CursorCheck.Trimmed, await api.Log.CheckCursorAsync(SharedTurn.Owner, turn.Id, new EventId(second.Epoch, 5), Stop));
        Assert.Equal([second.Session], (await runner2.Queue.RenewAsync(SharedTurn.Runner2, [second], Stop)).Lost);

        // The first one writes on, with ids that are lower than those that were read: the follower is not left alone.
        Assert.Equal(AppendStatus.Ok, (await UntilItWorksAsync(() => runner1.Log.AppendAsync(turn.Lease, turn.Append(3, "a"), Stop))).Status);
        Assert.True(await follow.MoveNextAsync());
        Assert.Equal(TaskEventKind.Snapshot, Assert.Single(follow.Current).Kind);

        // A claim in the new life has a higher epoch than any of the old one, though that was forgotten: both from before are fenced.
        Assert.True(await runner1.Queue.ReleaseAsync(turn.Lease, drain: true, Stop));
        var third = (await runner2.Queue.TryClaimAsync(new RunnerIdentity("runner-3", "home-1"), Stop))!;
        Assert.True(third.Epoch > second.Epoch);
        Assert.Equal(AppendStatus.Fenced, (await runner1.Log.AppendAsync(turn.Lease, turn.Append(4, "zombie"), Stop)).Status);
        Assert.Equal(AppendStatus.Fenced, (await runner2.Log.AppendAsync(second, lost.Append(6, "zombie"), Stop)).Status);
        var next = turn with { Lease = third };
        Assert.Equal(AppendStatus.Ok, (await runner2.Log.AppendAsync(third, next.End(5), Stop)).Status);

        var rest = await ReadToAsync(follow, 5);
        Assert.Equal((new EventId(third.Epoch, 5), TaskState.Completed), (rest[^1].Id, rest[^1].State));
        Assert.False(await follow.MoveNextAsync());
    }

    // The replica has everything that the master has.
    private async Task CaughtUpAsync(IServer replica)
    {
        var master = await AdminAsync();
        while (await OffsetAsync(master, "master_repl_offset") != await OffsetAsync(replica, "slave_repl_offset"))
        {
            await Task.Yield();
        }
    }

    private static async Task<string?> OffsetAsync(IServer server, string name) =>
        (await server.InfoAsync("replication"))[0].Where(pair => pair.Key == name).Select(pair => pair.Value).FirstOrDefault();
}
