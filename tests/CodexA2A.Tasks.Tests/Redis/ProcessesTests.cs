namespace CodexA2A.Tasks.Tests.Redis;

/// <summary>Several processes on one Redis, by its own clock.</summary>
public sealed class ProcessesTests(RedisServers servers) : IAsyncLifetime
{
    private readonly string _prefix = "test-" + Guid.NewGuid().ToString("N") + ":";
    private SeamProcess? _api;
    private SeamProcess? _runner;
    private SeamProcess? _other;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var server = await servers.SingleAsync();
        _api = await SeamProcess.OpenAsync(server, _prefix);
        _runner = await SeamProcess.OpenAsync(server, _prefix);
        _other = await SeamProcess.OpenAsync(server, _prefix);
    }

    [Fact]
    public async Task What_one_writes_the_others_follow_each_once_and_in_order()
    {
        var turn = await SharedTurn.BeginAsync(_api!.Queue, _runner!);
        var readers = new[] { _api, _other!, _api }.Select(process => DrainAsync(process.Log, turn.Id, EventId.None)).ToArray();
        for (var seq = 3; seq < 203; seq++)
        {
            Assert.Equal(AppendStatus.Ok, (await _runner!.Log.AppendAsync(turn.Lease, turn.Append(seq, "x"), Stop)).Status);
        }

        await _runner!.Log.AppendAsync(turn.Lease, turn.End(203), Stop);

        foreach (var events in await Task.WhenAll(readers))
        {
            Assert.Equal(Enumerable.Range(1, 203).Select(i => (long)i), events.Select(entry => entry.Id.Seq));
        }
    }

    [Fact]
    public async Task A_cursor_of_one_process_is_good_in_another()
    {
        var turn = await SharedTurn.BeginAsync(_api!.Queue, _runner!);
        await _runner!.Log.AppendAsync(turn.Lease, turn.Append(3, "a", "b", "c"), Stop);
        EventId cursor;
        await using (var follow = _api.Log.FollowAsync(SharedTurn.Owner, turn.Id, EventId.None, Stop).GetAsyncEnumerator(Stop))
        {
            Assert.True(await follow.MoveNextAsync());
            cursor = follow.Current[2].Id;
        }

        Assert.Equal(CursorCheck.Known, await _other!.Log.CheckCursorAsync(SharedTurn.Owner, turn.Id, cursor, Stop));
        await _runner.Log.AppendAsync(turn.Lease, turn.End(6), Stop);
        Assert.Equal([4L, 5, 6], (await DrainAsync(_other.Log, turn.Id, cursor)).Select(entry => entry.Id.Seq));
    }

    [Fact]
    public async Task A_renewed_lease_outlives_its_time()
    {
        var turn = await SharedTurn.BeginAsync(_api!.Queue, _runner!);
        for (var i = 0; i < 3; i++)
        {
            // Each wait lasts a second at most; the lease two.
            await _other!.Queue.WaitForWorkAsync(SharedTurn.Runner2, Stop);
            Assert.Empty((await _runner!.Queue.RenewAsync(SharedTurn.Runner1, [turn.Lease], Stop)).Lost);
        }

        Assert.Null(await _other!.Queue.TryClaimAsync(SharedTurn.Runner2, Stop));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in (SeamProcess?[])[_api, _runner, _other])
        {
            if (process is not null)
            {
                await process.DisposeAsync();
            }
        }

        await RedisKeys.DeleteAsync(await servers.SingleAsync(), _prefix);
    }

    private static async Task<List<TaskEvent>> DrainAsync(ITaskLog log, string id, EventId after)
    {
        var all = new List<TaskEvent>();
        await foreach (var batch in log.FollowAsync(SharedTurn.Owner, id, after, Stop))
        {
            all.AddRange(batch);
        }

        return all;
    }
}
