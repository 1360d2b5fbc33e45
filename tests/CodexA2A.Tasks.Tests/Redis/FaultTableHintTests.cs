using CodexA2A.Tasks.Tests.Contract;
using StackExchange.Redis;

namespace CodexA2A.Tasks.Tests.Redis;

/// <summary>Row "Hint lost" of the fault table: readers look each second, and a renewal lets them look at once.</summary>
public sealed class FaultTableHintTests(RedisServers servers) : SeamContract
{
    private RedisFixture Fixture => (RedisFixture)Seam;

    // A server, or a proxy before it, that knows no subscriptions.
    protected override async ValueTask<SeamFixture> CreateAsync(SeamOptions options) => await RedisFixture.OpenAsync(
        options, await servers.SingleAsync(),
        connection => connection.CommandMap = CommandMap.Create(["SUBSCRIBE", "SSUBSCRIBE", "PSUBSCRIBE"], available: false));

    [Fact]
    public async Task Hint_lost_events_come_within_a_second()
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
    public async Task Hint_lost_commands_come_within_a_second()
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
    public async Task Hint_lost_work_is_found_within_a_second()
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
    public async Task Hint_lost_and_a_renewal_says_that_the_session_is_behind()
    {
        var turn = await BeginAsync();
        await using var commands = Queue.ReadCommandsAsync(turn.Lease, 0, Stop).GetAsyncEnumerator(Stop);
        Assert.True(await commands.MoveNextAsync());
        var next = commands.MoveNextAsync().AsTask();
        await Queue.SendAsync(new CancelTurn { TaskId = turn.Id, Owner = Alice }, Stop);
        // The clock stands still, so it does not look by itself.
        await Queue.CheckAsync(Stop);
        Assert.False(next.IsCompleted);

        Assert.Equal([turn.Lease.Session], (await Queue.RenewAsync(Runner1, [turn.Lease], Stop)).Behind);

        Assert.True(await next);
        Assert.IsType<CancelTurn>(commands.Current.Command);
    }
}
