using System.Globalization;
using System.Text;
using StackExchange.Redis;

namespace CodexA2A.Tasks.Tests.Redis;

/// <summary>Hints that carry what they are about, and those that only pretend to.</summary>
public sealed class HintedEventsTests : OwnRedis
{
    [Fact]
    public async Task A_follower_needs_no_read_for_what_a_hint_carries()
    {
        await using var api = await OpenAsync();
        await using var runner = await OpenAsync();
        var turn = await SharedTurn.BeginAsync(api.Queue, runner);
        await using var follow = await FollowAsync(api, turn);
        var before = await ReadsAsync();

        for (var seq = 3; seq < 53; seq++)
        {
            await runner.Log.AppendAsync(turn.Lease, turn.Append(seq, $"piece {seq}"), Stop);
            await ExpectAsync(follow, seq, $"piece {seq}");
        }

        // Only the reads that each second brings anyway.
        Assert.InRange(await ReadsAsync() - before, 0, 20);
    }

    [Fact]
    public async Task A_large_event_is_read()
    {
        await using var api = await OpenAsync();
        await using var runner = await OpenAsync();
        var turn = await SharedTurn.BeginAsync(api.Queue, runner);
        await using var follow = await FollowAsync(api, turn);
        var before = await ReadsAsync();

        await runner.Log.AppendAsync(turn.Lease, turn.Append(3, new string('x', 5000)), Stop);

        await ExpectAsync(follow, 3, "xxxxx");
        Assert.True(await ReadsAsync() > before);
    }

    [Fact]
    public async Task Several_events_come_in_one_hint_whatever_is_in_them()
    {
        await using var api = await OpenAsync();
        await using var runner = await OpenAsync();
        var turn = await SharedTurn.BeginAsync(api.Queue, runner);
        await using var follow = await FollowAsync(api, turn);
        var before = await ReadsAsync();
        byte[][] payloads = ["a\nb\n"u8.ToArray(), [], [0, 255, 10, 32, 13], "1-1 m 3 1 1\n"u8.ToArray()];
        var events = payloads.Select((payload, i) => new TaskEvent(new EventId(turn.Lease.Epoch, 3 + i), TaskEventKind.Event, payload, null, DateTimeOffset.UtcNow)).ToArray();

        await runner.Log.AppendAsync(turn.Lease, new TaskAppend(turn.Id, events), Stop);

        Assert.True(await follow.MoveNextAsync());
        Assert.Equal(events.Select(entry => entry.Id), follow.Current.Select(entry => entry.Id));
        Assert.Equal(payloads, follow.Current.Select(entry => entry.Payload.ToArray()));
        Assert.InRange(await ReadsAsync() - before, 0, 1);
    }

    [Fact]
    public async Task An_end_is_read_and_not_believed()
    {
        await using var api = await OpenAsync();
        await using var runner = await OpenAsync();
        var turn = await SharedTurn.BeginAsync(api.Queue, runner);
        await using var follow = await FollowAsync(api, turn);
        var before = await ReadsAsync();

        await runner.Log.AppendAsync(turn.Lease, turn.End(3), Stop);

        Assert.True(await follow.MoveNextAsync());
        Assert.Equal(TaskState.Completed, Assert.Single(follow.Current).State);
        Assert.False(await follow.MoveNextAsync());
        Assert.True(await ReadsAsync() > before);
    }

    [Theory]
    [InlineData("{0}-1\n{0}-2   1 1\nx")]
    [InlineData("{0}-9\n{0}-10   1 1\nx")]
    [InlineData("{0}-2\n{0}-3   1 9\nx")]
    [InlineData("{0}-2\n{0}-3   1 1\nxyz")]
    [InlineData("{0}-2\n{0}-3 1 1\nx")]
    [InlineData("{0}-2\n")]
    [InlineData("9{0}-1\n9{0}-2   1 1\nx")]
    [InlineData("{0}-2\n{0}-3   99999999999999999 1\nx")]
    [InlineData("{0}-2\n{0}-3  3 1 1\nx")]
    [InlineData("{0}-5")]
    [InlineData("")]
    [InlineData("\n\n\n")]
    public async Task What_does_not_go_on_where_the_reader_stands_is_not_taken(string hint)
    {
        await using var api = await OpenAsync();
        await using var runner = await OpenAsync();
        var turn = await SharedTurn.BeginAsync(api.Queue, runner);
        await using var follow = await FollowAsync(api, turn);
        Assert.True(TaskIds.TryGetPartition(turn.Id, out var partition));
        var channel = RedisChannel.Sharded((string)api.Inner.Keys.TaskChannel(partition, turn.Id)!);
        var text = hint.Replace("{0}", turn.Lease.Epoch.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

        await (await AdminAsync()).Multiplexer.GetSubscriber().PublishAsync(channel, text);
        await runner.Log.AppendAsync(turn.Lease, turn.Append(3, "true"), Stop);
        await ExpectAsync(follow, 3, "true");
        await runner.Log.AppendAsync(turn.Lease, turn.Append(4, "too"), Stop);
        await ExpectAsync(follow, 4, "too");
    }

    // Up to what is there.
    private async Task<IAsyncEnumerator<IReadOnlyList<TaskEvent>>> FollowAsync(SeamProcess api, SharedTurn turn)
    {
        var follow = api.Log.FollowAsync(SharedTurn.Owner, turn.Id, EventId.None, Stop).GetAsyncEnumerator(Stop);
        Assert.True(await follow.MoveNextAsync());
        Assert.Equal(2, follow.Current[^1].Id.Seq);
        return follow;
    }

    private static async Task ExpectAsync(IAsyncEnumerator<IReadOnlyList<TaskEvent>> follow, long seq, string text)
    {
        Assert.True(await follow.MoveNextAsync());
        var only = Assert.Single(follow.Current);
        Assert.Equal(seq, only.Id.Seq);
        Assert.Contains(text, Encoding.UTF8.GetString(only.Payload.Span), StringComparison.Ordinal);
    }

    private async Task<long> ReadsAsync() => (await (await AdminAsync()).InfoAsync("commandstats"))[0]
        .Where(pair => pair.Key is "cmdstat_xread" or "cmdstat_xrange")
        .Sum(pair => long.Parse(pair.Value.Split(',')[0].Split('=')[1], CultureInfo.InvariantCulture));
}
