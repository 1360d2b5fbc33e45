namespace CodexA2A.Tasks.Tests.Redis;

/// <summary>Several processes on one Redis, by its own clock.</summary>
public sealed class ProcessesTests(RedisServers servers) : ThreeProcesses(servers)
{
    [Fact]
    public async Task What_one_writes_the_others_follow_each_once_and_in_order()
    {
        var turn = await SharedTurn.BeginAsync(Api.Queue, Runner);
        var readers = new[] { Api, Other, Api }.Select(process => DrainAsync(process.Log, turn.Id, EventId.None)).ToArray();
        for (var seq = 3; seq < 203; seq++)
        {
            Assert.Equal(AppendStatus.Ok, (await Runner.Log.AppendAsync(turn.Lease, turn.Append(seq, "x"), Stop)).Status);
        }

        await Runner.Log.AppendAsync(turn.Lease, turn.End(203), Stop);

        foreach (var events in await Task.WhenAll(readers))
        {
            Assert.Equal(Enumerable.Range(1, 203).Select(i => (long)i), events.Select(entry => entry.Id.Seq));
        }
    }

    [Fact]
    public async Task A_cursor_of_one_process_is_good_in_another()
    {
        var turn = await SharedTurn.BeginAsync(Api.Queue, Runner);
        await Runner.Log.AppendAsync(turn.Lease, turn.Append(3, "a", "b", "c"), Stop);
        EventId cursor;
        await using (var follow = Api.Log.FollowAsync(SharedTurn.Owner, turn.Id, EventId.None, Stop).GetAsyncEnumerator(Stop))
        {
            Assert.True(await follow.MoveNextAsync());
            cursor = follow.Current[2].Id;
        }

        Assert.Equal(CursorCheck.Known, await Other.Log.CheckCursorAsync(SharedTurn.Owner, turn.Id, cursor, Stop));
        await Runner.Log.AppendAsync(turn.Lease, turn.End(6), Stop);
        Assert.Equal([4L, 5, 6], (await DrainAsync(Other.Log, turn.Id, cursor)).Select(entry => entry.Id.Seq));
    }

    [Fact]
    public async Task A_renewed_lease_outlives_its_time()
    {
        var turn = await SharedTurn.BeginAsync(Api.Queue, Runner);
        for (var i = 0; i < 3; i++)
        {
            // Each wait lasts a second at most; the lease two.
            await Other.Queue.WaitForWorkAsync(SharedTurn.Runner2, Stop);
            Assert.Empty((await Runner.Queue.RenewAsync(SharedTurn.Runner1, [turn.Lease], Stop)).Lost);
        }

        Assert.Null(await Other.Queue.TryClaimAsync(SharedTurn.Runner2, Stop));
    }
}
