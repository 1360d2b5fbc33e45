using CodexA2A.Tasks.Tests.Contract;
using StackExchange.Redis;

namespace CodexA2A.Tasks.Tests.Redis;

/// <summary>Hints are hints: where none comes, readers look each second.</summary>
public sealed class HintTests(RedisServers servers) : SeamContract
{
    private RedisFixture Fixture => (RedisFixture)Seam;

    // A server, or a proxy before it, that knows no subscriptions.
    protected override async ValueTask<SeamFixture> CreateAsync(SeamOptions options) => await RedisFixture.OpenAsync(
        options, await servers.SingleAsync(),
        connection => connection.CommandMap = CommandMap.Create(["SUBSCRIBE", "SSUBSCRIBE", "PSUBSCRIBE"], available: false));

    [Fact]
    public async Task Without_hints_events_come_within_a_second()
    {
        var turn = await BeginAsync();
        await using var follow = Log.FollowAsync(Alice, turn.Id, turn.Pen.Last, Stop).GetAsyncEnumerator(Stop);
        var next = follow.MoveNextAsync().AsTask();
        await turn.Pen.WriteAsync(turn.Pen.Text("a"));
        Assert.Null(await Queue.TryClaimAsync(Runner2, Stop));
        Assert.False(next.IsCompleted);

        Fixture.FakeTime.Advance(TimeSpan.FromSeconds(1));

        Assert.True(await next);
        Assert.Equal(3, Assert.Single(follow.Current).Id.Seq);
    }

    [Fact]
    public async Task Without_hints_commands_come_within_a_second()
    {
        var turn = await BeginAsync();
        await using var commands = Queue.ReadCommandsAsync(turn.Lease, turn.Command, Stop).GetAsyncEnumerator(Stop);
        var next = commands.MoveNextAsync().AsTask();
        await Queue.SendAsync(new CancelTurn { TaskId = turn.Id, Owner = Alice }, Stop);

        while (!next.IsCompleted)
        {
            // The reader may not wait yet: then this second is not its own.
            Fixture.FakeTime.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.True(await next);
        Assert.IsType<CancelTurn>(commands.Current.Command);
    }

    [Fact]
    public async Task Without_hints_work_is_found_within_a_second()
    {
        var waiting = Queue.WaitForWorkAsync(Runner1, Stop).AsTask();
        await SubmitAsync();
        while (!waiting.IsCompleted)
        {
            Fixture.FakeTime.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await waiting;
        await ClaimAsync();
    }

    [Fact]
    public async Task A_reader_that_cannot_read_goes_on_trying()
    {
        var turn = await BeginAsync();
        await using var follow = Log.FollowAsync(Alice, turn.Id, turn.Pen.Last, Stop).GetAsyncEnumerator(Stop);
        var next = follow.MoveNextAsync().AsTask();
        await turn.Pen.WriteAsync(turn.Pen.Text("a"));
        var key = Fixture.Inner.Keys.Events(turn.Lease.Session.Partition(Queue.Partitions), turn.Id);
        var dump = await Fixture.Inner.Link.AskAsync(
            async database =>
            {
                var saved = await database.KeyDumpAsync(key);
                await database.KeyDeleteAsync(key);
                await database.StringSetAsync(key, "not a stream");
                return saved;
            },
            Stop);
        // A read that fails: the reader is told so by Redis, not by us.
        Fixture.FakeTime.Advance(TimeSpan.FromSeconds(1));
        await Fixture.Inner.Link.AskAsync(
            async database =>
            {
                await database.KeyDeleteAsync(key);
                await database.KeyRestoreAsync(key, dump!);
                return true;
            },
            Stop);

        while (!next.IsCompleted)
        {
            Fixture.FakeTime.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.True(await next);
        // Where it looked while the log was away, a snapshot comes first.
        while (follow.Current[^1].Id.Seq < 3)
        {
            Assert.Equal(TaskEventKind.Snapshot, Assert.Single(follow.Current).Kind);
            Assert.True(await follow.MoveNextAsync());
        }

        Assert.Equal(3, Assert.Single(follow.Current).Id.Seq);
    }
}
