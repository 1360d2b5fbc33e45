namespace CodexA2A.Tasks.Tests.Redis;

/// <summary>Row "Redis out of memory (noeviction)" of the fault table.</summary>
public sealed class FaultTableFullTests : OwnRedis
{
    // Shorter than Redis is full here.
    protected override TimeSpan LeaseTime => TimeSpan.FromSeconds(2);

    [Fact]
    public async Task Redis_out_of_memory_takes_nothing_new_says_so_and_keeps_leases_and_readers()
    {
        await using var process = await OpenAsync();
        var turn = await SharedTurn.BeginAsync(process.Queue, process);
        await FillAsync();

        var refused = await Assert.ThrowsAsync<SeamUnavailableException>(() => process.Queue.SubmitAsync(SharedTurn.Submission(process.Queue), Stop).AsTask());
        Assert.Contains("full", refused.Message, StringComparison.Ordinal);
        Assert.True(refused is { IsFull: true } && refused.RetryAfter > TimeSpan.FromSeconds(1));
        await Assert.ThrowsAsync<SeamUnavailableException>(() => process.Log.AppendAsync(turn.Lease, turn.Append(3, "a"), Stop).AsTask());
        await Assert.ThrowsAsync<SeamUnavailableException>(() => process.Queue.CheckAsync(Stop).AsTask());
        Assert.Empty((await process.Queue.RenewAsync(SharedTurn.Runner1, [turn.Lease], Stop)).Lost);
        Assert.Equal(2, (await process.Log.ReadAsync(SharedTurn.Owner, turn.Id, Stop))!.Last.Seq);
        await process.Queue.SweepAsync(Stop);
        await using (var late = await OpenAsync())
        {
            Assert.Equal(2, (await late.Log.ReadAsync(SharedTurn.Owner, turn.Id, Stop))!.Last.Seq);
        }

        await EmptyAsync();

        Assert.Equal(AppendStatus.Ok, (await process.Log.AppendAsync(turn.Lease, turn.Append(3, "a"), Stop)).Status);
    }

    [Fact]
    public async Task Redis_out_of_memory_appends_wait_longer_than_a_lease_that_is_renewed()
    {
        await using var process = await OpenAsync();
        var turn = await SharedTurn.BeginAsync(process.Queue, process);
        var options = new TaskWriterOptions { LeaseTime = LeaseTime };
        await using var writer = await TaskWriter.OpenAsync(process.Log, turn.Lease, turn.Id, options, TimeProvider.System, Stop);
        await FillAsync();
        var stored = writer.CommitAsync([Text(turn, "a"), Text(turn, "b")], new WriteEffects(), Stop).AsTask();
        var began = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(began) < LeaseTime * 1.5)
        {
            // Each wait lasts a second at most.
            await process.Queue.WaitForWorkAsync(SharedTurn.Runner2, Stop);
            Assert.Empty((await process.Queue.RenewAsync(SharedTurn.Runner1, [turn.Lease], Stop)).Lost);
        }

        Assert.False(stored.IsCompleted);
        await EmptyAsync();

        Assert.Equal(4, (await stored).Seq);
    }

    [Fact]
    public async Task Redis_out_of_memory_a_turn_of_a_dead_runner_is_claimed_and_goes_on_when_there_is_room()
    {
        await using var process = await OpenAsync();
        var turn = await SharedTurn.BeginAsync(process.Queue, process);
        await process.Queue.SubmitAsync(SharedTurn.Submission(process.Queue, "waits"), Stop);
        await FillAsync();

        var waited = await process.Queue.TryClaimAsync(SharedTurn.Runner2, Stop);
        SessionLease? taken;
        while ((taken = await process.Queue.TryClaimAsync(SharedTurn.Runner2, Stop)) is null)
        {
            await process.Queue.WaitForWorkAsync(SharedTurn.Runner2, Stop);
        }

        Assert.Equal("waits", waited?.ContextId);
        Assert.Equal((turn.Lease.Session, 2L), (taken.Session, taken.Begun + taken.Takeovers));
        var next = turn with { Lease = taken };
        await Assert.ThrowsAsync<SeamUnavailableException>(() => process.Log.AppendAsync(taken, next.End(4), Stop).AsTask());
        await EmptyAsync();
        Assert.Equal(AppendStatus.Ok, (await process.Log.AppendAsync(taken, next.End(4), Stop)).Status);
    }

    private async Task FillAsync() => await (await AdminAsync()).ConfigSetAsync("maxmemory", "100kb");

    private async Task EmptyAsync() => await (await AdminAsync()).ConfigSetAsync("maxmemory", "0");
}
