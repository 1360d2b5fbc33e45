using System.Globalization;

namespace CodexA2A.Tasks.Tests.Redis;

/// <summary>A cluster that is made larger or smaller while turns run: a slot, and with it a partition, goes from one node to another.</summary>
public sealed class ClusterMoveTests : OwnCluster
{
    [Fact]
    public async Task A_partition_that_moves_takes_its_turns_with_it()
    {
        await using var api = await OpenAsync();
        await using var runner = await OpenAsync();
        var turn = await SharedTurn.BeginAsync(api.Queue, runner);
        await using var follow = api.Log.FollowAsync(SharedTurn.Owner, turn.Id, EventId.None, Stop).GetAsyncEnumerator(Stop);
        Assert.True(await follow.MoveNextAsync());
        await using var move = await SlotMove.OfAsync(Cluster, string.Create(CultureInfo.InvariantCulture, $"{{p{turn.Lease.Session.Partition(64):00}}}"));

        // Half-way a step that names what is not there (yet, or any more) is put off: that is said, and nothing is done.
        await move.BeginAsync();
        await move.MoveKeysAsync(1);
        Assert.Equal([turn.Lease.Session], (await runner.Queue.RenewAsync(SharedTurn.Runner1, [turn.Lease], Stop)).Unanswered);
        await move.MoveKeysAsync(1000);
        await move.EndAsync();

        Assert.Empty((await runner.Queue.RenewAsync(SharedTurn.Runner1, [turn.Lease], Stop)).Lost);
        for (var seq = 3; seq < 20; seq++)
        {
            Assert.Equal(AppendStatus.Ok, (await runner.Log.AppendAsync(turn.Lease, turn.Append(seq, "moved"), Stop)).Status);
            Assert.True(await follow.MoveNextAsync());
            Assert.Equal(new EventId(turn.Lease.Epoch, seq), Assert.Single(follow.Current).Id);
        }

        Assert.Equal(AppendStatus.Ok, (await runner.Log.AppendAsync(turn.Lease, turn.End(20), Stop)).Status);
        Assert.True(await follow.MoveNextAsync());
        Assert.False(await follow.MoveNextAsync());
        Assert.Equal(turn.Id, Assert.Single((await api.Log.ListAsync(SharedTurn.Owner, new TaskListQuery(10), Stop)).Tasks).TaskId);
    }
}
