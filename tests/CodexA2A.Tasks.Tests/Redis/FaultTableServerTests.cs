using StackExchange.Redis;

namespace CodexA2A.Tasks.Tests.Redis;

/// <summary>Rows of the fault table about a server that dies and comes back.</summary>
public sealed class FaultTableServerTests : OwnRedis
{
    [Fact]
    public async Task Redis_process_dies_with_AOF_everysec()
    {
        await using var api = await OpenAsync();
        await using var runner = await OpenAsync();
        var turn = await SharedTurn.BeginAsync(api.Queue, runner);
        await using var follow = Follow(api, turn, EventId.None);
        Assert.True(await follow.MoveNextAsync());
        Assert.Equal(2, follow.Current[^1].Id.Seq);
        var next = follow.MoveNextAsync().AsTask();
        await using var commands = runner.Queue.ReadCommandsAsync(turn.Lease, turn.Lease.Cursor, Stop).GetAsyncEnumerator(Stop);
        Assert.True(await commands.MoveNextAsync());
        var command = commands.MoveNextAsync().AsTask();

        await Server.KillAsync();
        await Assert.ThrowsAsync<SeamUnavailableException>(() => runner.Log.AppendAsync(turn.Lease, turn.Append(3, "a"), Stop).AsTask());
        await Assert.ThrowsAsync<SeamUnavailableException>(() => api.Queue.SubmitAsync(SharedTurn.Submission(api.Queue), Stop).AsTask());
        await Assert.ThrowsAsync<SeamUnavailableException>(() => api.Queue.CheckAsync(Stop).AsTask());
        Assert.False(next.IsCompleted);
        await Server.StartAgainAsync();

        Assert.NotEqual(AppendStatus.Fenced, (await UntilItWorksAsync(() => runner.Log.AppendAsync(turn.Lease, turn.Append(3, "a"), Stop))).Status);
        Assert.True(await next);
        Assert.Equal(3, Assert.Single(follow.Current).Id.Seq);
        Assert.Equal(SendStatus.Accepted, await UntilItWorksAsync(() => api.Queue.SendAsync(new CancelTurn { TaskId = turn.Id, Owner = SharedTurn.Owner }, Stop)));
        Assert.True(await command);
        Assert.IsType<CancelTurn>(commands.Current.Command);
        await runner.Log.AppendAsync(turn.Lease, turn.End(4), Stop);
        Assert.True(await follow.MoveNextAsync());
        Assert.Equal(TaskState.Completed, Assert.Single(follow.Current).State);
        Assert.False(await follow.MoveNextAsync());
    }

    [Fact]
    public async Task Redis_host_dies_a_live_runner_sends_again_what_was_lost()
    {
        await using var api = await OpenAsync();
        await using var runner = await OpenAsync();
        var turn = await SharedTurn.BeginAsync(api.Queue, runner);
        await using var writer = await TaskWriter.OpenAsync(runner.Log, turn.Lease, turn.Id, new TaskWriterOptions(), TimeProvider.System, Stop);
        await writer.CommitAsync([Text(turn, "a")], new WriteEffects(), Stop);
        await using var follow = Follow(api, turn, EventId.None);
        var seen = await ReadToAsync(follow, 3);
        var onDisk = await OnDiskAsync();
        await writer.CommitAsync([Text(turn, "b"), Text(turn, "c")], new WriteEffects(), Stop);
        seen.AddRange(await ReadToAsync(follow, 5));

        await DieAsync(onDisk);
        Assert.Equal(3, (await UntilItWorksAsync(() => api.Log.ReadAsync(SharedTurn.Owner, turn.Id, Stop)))!.Last.Seq);
        await writer.CommitAsync([Text(turn, "d")], new WriteEffects(), Stop);
        Assert.Equal(AppendStatus.Ok, (await runner.Log.AppendAsync(turn.Lease, turn.End(7), Stop)).Status);

        seen.AddRange(await ReadToAsync(follow, 7));
        Assert.False(await follow.MoveNextAsync());
        AssertDense(seen, 1);
        await using var late = Follow(api, turn, EventId.None);
        AssertDense(await ReadToAsync(late, 7), 1);
    }

    [Fact]
    public async Task Redis_host_dies_and_the_runner_too()
    {
        await using var api = await OpenAsync();
        var runner = await OpenAsync();
        var turn = await SharedTurn.BeginAsync(api.Queue, runner);
        await using var follow = Follow(api, turn, EventId.None);
        var onDisk = await OnDiskAsync();
        await runner.Log.AppendAsync(turn.Lease, turn.Append(3, "lost", "lost"), Stop);
        await ReadToAsync(follow, 4);
        await runner.DisposeAsync();
        await DieAsync(onDisk);

        // Before anybody writes again: what a client saw is not there, and it is told so by a snapshot; what never can have been is refused.
        var epoch = turn.Lease.Epoch;
        Assert.Equal(CursorCheck.Trimmed, await UntilItWorksAsync(() => CheckAsync(new EventId(epoch, 4))));
        foreach (var invented in (EventId[])[new(epoch + 3_600_000, 4), new(epoch, 1), new(0, 4)])
        {
            Assert.Equal(CursorCheck.NeverExisted, await CheckAsync(invented));
        }

        // Its lease is given back as if it had run out: nobody waits for that here.
        await UntilItWorksAsync(() => api.Queue.ReleaseAsync(turn.Lease, drain: true, Stop));
        await using var other = await OpenAsync();
        var lease = await other.Queue.TryClaimAsync(SharedTurn.Runner2, Stop);

        Assert.True(lease!.Epoch > turn.Lease.Epoch);
        Assert.True(await follow.MoveNextAsync());
        var resync = Assert.Single(follow.Current);
        Assert.Equal(TaskEventKind.Snapshot, resync.Kind);
        Assert.Equal(new EventId(lease.Epoch, 3), (await ReadToAsync(follow, 3))[^1].Id);
        await using var back = Follow(api, turn, new EventId(epoch, 4));
        Assert.True(await back.MoveNextAsync());
        Assert.Equal(TaskEventKind.Snapshot, Assert.Single(back.Current).Kind);

        // A task that began on this start of the server cannot have lost anything yet.
        var fresh = await SharedTurn.BeginAsync(api.Queue, other, "fresh");
        Assert.Equal(CursorCheck.NeverExisted, await api.Log.CheckCursorAsync(SharedTurn.Owner, fresh.Id, new EventId(fresh.Lease.Epoch, 9), Stop));

        ValueTask<CursorCheck?> CheckAsync(EventId cursor) => api.Log.CheckCursorAsync(SharedTurn.Owner, turn.Id, cursor, Stop);
    }

    // What the server has written so far; with everysec it writes at once, and forces it to the disk each second.
    private async Task<long> OnDiskAsync()
    {
        var admin = await AdminAsync();
        while ((string?)(await admin.InfoAsync("persistence"))[0].First(pair => pair.Key == "aof_buffer_length").Value != "0")
        {
            await Task.Yield();
        }

        return new FileInfo(AppendOnlyFile).Length;
    }

    private string AppendOnlyFile => Assert.Single(Directory.GetFiles(Path.Combine(Server.Folder, "appendonlydir"), "*.incr.aof"));

    // The power goes: of the last second nothing reached the disk.
    private async Task DieAsync(long onDisk)
    {
        await Server.KillAsync();
        await using (var file = File.OpenWrite(AppendOnlyFile))
        {
            Assert.True(file.Length > onDisk);
            file.SetLength(onDisk);
        }

        await Server.StartAgainAsync();
    }
}

/// <summary>A server that keeps nothing.</summary>
public sealed class FaultTableMemoryTests : OwnRedis
{
    protected override string[] Arguments => ["--appendonly", "no"];

    [Fact]
    public async Task Redis_without_persistence_restarts()
    {
        await using var api = await OpenAsync();
        await using var runner = await OpenAsync();
        var turn = await SharedTurn.BeginAsync(api.Queue, runner);
        await using var follow = Follow(api, turn, EventId.None);
        await ReadToAsync(follow, 2);
        var next = follow.MoveNextAsync().AsTask();
        await using var commands = runner.Queue.ReadCommandsAsync(turn.Lease, 0, Stop).GetAsyncEnumerator(Stop);
        Assert.True(await commands.MoveNextAsync());
        var command = commands.MoveNextAsync().AsTask();

        await Server.KillAsync();
        await Server.StartAgainAsync();

        Assert.Null(await UntilItWorksAsync(() => api.Log.ReadAsync(SharedTurn.Owner, turn.Id, Stop)));
        Assert.False(await next);
        Assert.False(await command);
        Assert.Null(await api.Log.CheckCursorAsync(SharedTurn.Owner, turn.Id, EventId.First, Stop));
        Assert.Equal(AppendStatus.Fenced, (await UntilItWorksAsync(() => runner.Log.AppendAsync(turn.Lease, turn.Append(3, "a"), Stop))).Status);
        Assert.Equal([turn.Lease.Session], (await runner.Queue.RenewAsync(SharedTurn.Runner1, [turn.Lease], Stop)).Lost);
        var again = await SharedTurn.BeginAsync(api.Queue, runner);
        await runner.Log.AppendAsync(again.Lease, again.End(3), Stop);
        await using var second = Follow(api, again, EventId.None);
        AssertDense(await ReadToAsync(second, 3), 1);

        // It is set up again, so that another number of partitions is refused as before.
        var database = (await AdminAsync()).Multiplexer.GetDatabase();
        Assert.Equal(64, (int)await UntilItWorksAsync(async () => await database.StringGetAsync(api.Inner.Keys.PartitionCount)));
    }
}
