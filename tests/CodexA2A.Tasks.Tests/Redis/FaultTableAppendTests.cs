using System.Globalization;

namespace CodexA2A.Tasks.Tests.Redis;

/// <summary>Rows of the fault table about one who writes and one who reads.</summary>
public sealed class FaultTableAppendTests : OwnRedis
{
    [Fact]
    public async Task Append_times_out_and_nobody_knows_whether_it_was_stored()
    {
        await using var process = await OpenAsync();
        var turn = await SharedTurn.BeginAsync(process.Queue, process);
        // So that Redis knows the script.
        await process.Log.AppendAsync(turn.Lease, turn.Append(3, "a"), Stop);
        // Longer than a call may take: what is sent meanwhile is done when nobody waits for it any more.
        await (await AdminAsync()).ExecuteAsync("CLIENT", "PAUSE", "1200", "WRITE");

        await Assert.ThrowsAsync<SeamUnavailableException>(() => process.Log.AppendAsync(turn.Lease, turn.Append(4, "b"), Stop).AsTask());
        var again = await UntilItWorksAsync(() => process.Log.AppendAsync(turn.Lease, turn.Append(4, "b"), Stop));

        Assert.Equal(new AppendOutcome(AppendStatus.Duplicate, new EventId(turn.Lease.Epoch, 4)), again);
        await process.Log.AppendAsync(turn.Lease, turn.End(5), Stop);
        await using var follow = Follow(process, turn, EventId.None);
        AssertDense(await ReadToAsync(follow, 5), 1);
    }

    [Fact]
    public async Task Event_stream_trimmed_below_Last_Event_ID()
    {
        await using var api = await OpenAsync();
        await using var runner = await SmallAsync();
        var turn = await SharedTurn.BeginAsync(api.Queue, runner);
        await using var writer = await TaskWriter.OpenAsync(
            runner.Log, turn.Lease, turn.Id, new TaskWriterOptions { SnapshotEvents = 50 }, TimeProvider.System, Stop);
        EventId lastEventId;
        await using (var before = Follow(api, turn, EventId.None))
        {
            lastEventId = (await ReadToAsync(before, 2))[^1].Id;
        }

        for (var i = 0; i < 300; i++)
        {
            await writer.CommitAsync([Text(turn, i.ToString(CultureInfo.InvariantCulture))], new WriteEffects(), Stop);
        }

        Assert.Equal(CursorCheck.Trimmed, await api.Log.CheckCursorAsync(SharedTurn.Owner, turn.Id, lastEventId, Stop));
        await using var follow = Follow(api, turn, lastEventId);
        Assert.True(await follow.MoveNextAsync());
        var resync = Assert.Single(follow.Current);
        Assert.Equal(TaskEventKind.Snapshot, resync.Kind);
        await writer.CommitAsync([Text(turn, "live")], new WriteEffects(), Stop);
        AssertDense(await ReadToAsync(follow, writer.Last.Seq), resync.Id.Seq + 1);
    }

    private Task<SeamProcess> SmallAsync() => OpenAsync(new SeamOptions { LeaseTime = LeaseTime, RunningEvents = 100 });
}
