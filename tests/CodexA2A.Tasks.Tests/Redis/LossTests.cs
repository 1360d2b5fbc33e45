using CodexA2A.Tasks.Tests.Contract;
using StackExchange.Redis;

namespace CodexA2A.Tasks.Tests.Redis;

/// <summary>A failover to a replica that was behind: keys go back to what they were a moment ago.</summary>
public sealed class LossTests(RedisServers servers) : SeamContract
{
    private RedisFixture Fixture => (RedisFixture)Seam;

    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options) => RedisFixture.CreateAsync(options, servers.SingleAsync());

    [Fact]
    public async Task Where_the_writer_is_lost_too_readers_get_a_snapshot_and_go_on()
    {
        var turn = await BeginAsync();
        var before = await SaveAsync();
        await using var follow = Log.FollowAsync(Alice, turn.Id, EventId.None, Stop).GetAsyncEnumerator(Stop);
        await turn.Pen.WriteAsync(turn.Pen.Text("lost"), turn.Pen.Text("lost"));
        await ReadToAsync(follow, 4);

        await RestoreAsync(before);
        await Seam.AdvanceAsync(Options.LeaseTime);
        var lease = await ClaimAsync(Runner2);

        Assert.True(await follow.MoveNextAsync());
        var resync = Assert.Single(follow.Current);
        Assert.Equal((TaskEventKind.Snapshot, 2L), (resync.Kind, resync.Id.Seq));
        var marker = (await ReadToAsync(follow, 3))[^1];
        Assert.Equal((TaskEventKind.Marker, new EventId(lease.Epoch, 3)), (marker.Kind, marker.Id));
    }

    [Fact]
    public async Task A_log_that_is_gone_gives_its_followers_the_snapshot()
    {
        var turn = await BeginAsync();
        await turn.Pen.WriteAsync(turn.Pen.Text("a"));
        await Fixture.Inner.Link.AskAsync(database => database.KeyDeleteAsync(Fixture.Inner.Keys.Events(PartitionOf(turn.Id), turn.Id)), Stop);

        await using var follow = Log.FollowAsync(Alice, turn.Id, EventId.None, Stop).GetAsyncEnumerator(Stop);
        Assert.True(await follow.MoveNextAsync());
        Assert.Equal(TaskEventKind.Snapshot, Assert.Single(follow.Current).Kind);
        var next = follow.MoveNextAsync().AsTask();
        await turn.Pen.WriteAsync(turn.Pen.Text("b"));
        Assert.True(await next);
        Assert.Equal(4, Assert.Single(follow.Current).Id.Seq);
    }

    private static int PartitionOf(string id) => TaskIds.TryGetPartition(id, out var partition) ? partition : -1;

    private static async Task<List<TaskEvent>> ReadToAsync(IAsyncEnumerator<IReadOnlyList<TaskEvent>> follow, long seq)
    {
        var all = new List<TaskEvent>();
        while (all.Count == 0 || all[^1].Id.Seq < seq)
        {
            Assert.True(await follow.MoveNextAsync());
            all.AddRange(follow.Current);
        }

        return all;
    }

    private async Task<Dictionary<RedisKey, byte[]>> SaveAsync()
    {
        var saved = new Dictionary<RedisKey, byte[]>();
        await using var connection = await ConnectionMultiplexer.ConnectAsync(await servers.SingleAsync());
        await foreach (var key in connection.GetServers()[0].KeysAsync(pattern: Fixture.Prefix + "*"))
        {
            saved[key] = (await connection.GetDatabase().KeyDumpAsync(key))!;
        }

        return saved;
    }

    private Task<bool> RestoreAsync(Dictionary<RedisKey, byte[]> saved) => Fixture.Inner.Link.AskAsync(
        async database =>
        {
            foreach (var (key, value) in saved)
            {
                await database.KeyDeleteAsync(key);
                await database.KeyRestoreAsync(key, value);
            }

            return true;
        },
        Stop);
}
