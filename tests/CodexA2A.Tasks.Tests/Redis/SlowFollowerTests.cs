using CodexA2A.Tasks.Tests.Contract;

namespace CodexA2A.Tasks.Tests.Redis;

/// <summary>One who reads slower than is written, beside one who does not: more comes meanwhile than their common reader holds.</summary>
public sealed class SlowFollowerTests(RedisServers servers) : SeamContract
{
    private const int Rounds = 30;
    private const int Events = 50;

    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => RedisFixture.CreateAsync(options, servers.SingleAsync());

    [Fact]
    public async Task What_is_still_in_the_log_he_gets_all_of()
    {
        var turn = await BeginAsync();
        await using var slow = Log.FollowAsync(Alice, turn.Id, EventId.None, Stop).GetAsyncEnumerator(Stop);
        Assert.True(await slow.MoveNextAsync());
        var quick = QuickAsync(turn.Id);

        await WriteAsync(turn, snapshots: false);

        var seen = new List<TaskEvent>(slow.Current);
        while (seen.Count < (Rounds * Events) + 2)
        {
            Assert.True(await slow.MoveNextAsync());
            seen.AddRange(slow.Current);
        }

        AssertDense(await quick, 1);
        await CompleteAsync(turn);
        Assert.True(await slow.MoveNextAsync());
        seen.AddRange(slow.Current);
        Assert.False(await slow.MoveNextAsync());
        AssertDense(seen, 1);
    }

    [Fact]
    public async Task Behind_what_was_trimmed_he_gets_one_snapshot_and_goes_on()
    {
        var turn = await BeginAsync();
        await using var slow = Log.FollowAsync(Alice, turn.Id, EventId.None, Stop).GetAsyncEnumerator(Stop);
        Assert.True(await slow.MoveNextAsync());

        await WriteAsync(turn, snapshots: true);
        await CompleteAsync(turn);

        Assert.True(await slow.MoveNextAsync());
        var resync = Assert.Single(slow.Current);
        Assert.Equal(TaskEventKind.Snapshot, resync.Kind);
        var rest = new List<TaskEvent>();
        while (await slow.MoveNextAsync())
        {
            rest.AddRange(slow.Current);
        }

        AssertDense(rest, resync.Id.Seq + 1);
        Assert.Equal(TaskState.Completed, rest.Count == 0 ? resync.State : rest[^1].State);
        Assert.True(rest.Count < Options.RunningEvents);
    }

    private async Task<List<TaskEvent>> QuickAsync(string id)
    {
        var seen = new List<TaskEvent>();
        await foreach (var batch in Log.FollowAsync(Alice, id, EventId.None, Stop))
        {
            seen.AddRange(batch);
            if (seen.Count >= (Rounds * Events) + 2)
            {
                break;
            }
        }

        return seen;
    }

    private static async Task WriteAsync(Turn turn, bool snapshots)
    {
        for (var i = 0; i < Rounds; i++)
        {
            var append = turn.Pen.Next([.. Enumerable.Repeat(turn.Pen.Text("x"), Events)]);
            await turn.Pen.StoreAsync(snapshots ? append with { Snapshot = turn.Pen.Snapshot() } : append);
        }
    }
}
