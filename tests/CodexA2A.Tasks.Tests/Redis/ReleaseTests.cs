using System.Text;
using CodexA2A.Tasks.Redis;
using CodexA2A.Tasks.Tests.Contract;
using StackExchange.Redis;

namespace CodexA2A.Tasks.Tests.Redis;

/// <summary>Two releases at work on one Redis, as while a fleet is upgraded: what the later one stores that this one does not know.</summary>
public sealed class ReleaseTests(RedisServers servers) : SeamContract
{
    private RedisFixture Fixture => (RedisFixture)Seam;

    protected override async ValueTask<SeamFixture> CreateAsync(SeamOptions options) => await RedisFixture.OpenAsync(options, await servers.SingleAsync());

    [Fact]
    public async Task A_command_that_a_later_release_sends_is_told_and_those_behind_it_come()
    {
        var turn = await BeginAsync();
        await AddAsync(turn, 2, $$"""{"k":"teleport","taskId":"{{turn.Task.Id}}","owner":{"tenant":"","principal":"alice"},"schema":7,"to":"mars"}""");
        await AddAsync(turn, 3, $$"""{"k":"cancel","taskId":"{{turn.Task.Id}}","owner":{"tenant":"","principal":"alice"},"schema":1,"why":"a member of later"}""");

        await using var commands = Queue.ReadCommandsAsync(turn.Lease, turn.Command, Stop).GetAsyncEnumerator(Stop);
        Assert.True(await commands.MoveNextAsync());
        var unknown = Assert.IsType<UnknownCommand>(commands.Current.Command);
        Assert.Equal(("teleport", 7, turn.Task.Id, Alice, false), (unknown.Kind, unknown.Schema, unknown.TaskId, unknown.Owner, unknown.IsTurn));
        Assert.True(await commands.MoveNextAsync());
        Assert.IsType<CancelTurn>(commands.Current.Command);
    }

    [Fact]
    public async Task A_turn_of_a_later_schema_is_not_run_by_chance()
    {
        var turn = await BeginAsync();
        await AddAsync(turn, 2, $$"""{"k":"run","taskId":"{{turn.Task.Id}}","owner":{"tenant":"","principal":"alice"},"schema":3,"steps":[]}""");

        var command = await Queue.GetCommandAsync(turn.Lease, 2, Stop);
        Assert.True(Assert.IsType<UnknownCommand>(command!.Command).IsTurn);
    }

    [Fact]
    public async Task An_event_of_a_later_kind_takes_its_number_and_is_not_shown()
    {
        var turn = await BeginAsync();
        await turn.Pen.WriteAsync(turn.Pen.Text("one", append: false));
        await using var follow = Log.FollowAsync(Alice, turn.Task.Id, EventId.None, Stop).GetAsyncEnumerator(Stop);
        Assert.True(await follow.MoveNextAsync());
        var later = new EventId(turn.Lease.Epoch, turn.Pen.Last.Seq + 1);
        await AppendAsync(turn, later, new("k", "e2"), new("z", "a field of later"), new("a", 1_700_000_000_000), new("p", "{\"hologram\":{}}"));

        Fixture.FakeTime.Advance(TimeSpan.FromSeconds(1));
        while (await follow.MoveNextAsync() && !follow.Current.Any(entry => entry.Id == later))
        {
            // What was written before.
        }

        Assert.Equal(TaskEventKind.Marker, follow.Current.Single(entry => entry.Id == later).Kind);
        var read = await ReadAsync(turn.Task.Id);
        Assert.Equal(TaskEventKind.Marker, read.Tail.Single(entry => entry.Id == later).Kind);
        Assert.Equal("{\"hologram\":{}}", Encoding.UTF8.GetString(read.Tail.Single(entry => entry.Id == later).Payload.Span));
        Assert.Equal("one", Text(Fold(read)));
    }

    [Fact]
    public async Task A_store_that_a_later_release_has_changed_is_refused_with_what_to_do()
    {
        await Queue.CheckAsync(Stop);
        Assert.Equal(StoredSchema.Current, (int)await AskAsync(database => database.StringGetAsync(Fixture.Inner.Keys.Schema)));

        await AskAsync(database => database.StringSetAsync(Fixture.Inner.Keys.Schema, StoredSchema.Current + 1));
        var refused = await Assert.ThrowsAsync<SeamUnavailableException>(async () => await Fixture.OpenAgainAsync());
        Assert.Contains("by a later release", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_of_an_earlier_shape_is_noted_as_of_ours()
    {
        await Queue.CheckAsync(Stop);
        await AskAsync(database => database.StringSetAsync(Fixture.Inner.Keys.Schema, StoredSchema.Current - 1));
        await Fixture.OpenAgainAsync();
        await Queue.CheckAsync(Stop);
        Assert.Equal(StoredSchema.Current, (int)await AskAsync(database => database.StringGetAsync(Fixture.Inner.Keys.Schema)));
    }

    [Theory]
    [InlineData("""{"k":"review","turn":true,"taskId":"t","owner":{"tenant":"","principal":"alice"},"schema":2}""", true)]
    [InlineData("""{"k":"review","turn":1,"taskId":"t","owner":{"tenant":"","principal":"alice"},"schema":2}""", false)]
    [InlineData("""{"k":"teleport","taskId":"t","owner":{"tenant":"","principal":"alice"}}""", false)]
    public void A_later_kind_says_whether_it_is_a_turn(string json, bool isTurn) =>
        Assert.Equal(isTurn, Assert.IsType<UnknownCommand>(CommandJson.Read(Encoding.UTF8.GetBytes(json), "t", Alice)).IsTurn);

    private async Task AddAsync(Turn turn, long id, string payload)
    {
        Assert.Equal(id, await AskAsync(database => database.HashIncrementAsync(Fixture.Inner.Keys.Session(turn.Lease.Session), "last")));
        await AskAsync(database => database.StreamAddAsync(
            Fixture.Inner.Keys.Commands(turn.Lease.Session),
            [new("k", "later"), new("t", turn.Task.Id), new("a", 1), new("v", "a field of later"), new("p", payload)], $"{id}-0"));
    }

    private async Task AppendAsync(Turn turn, EventId id, params NameValueEntry[] fields)
    {
        var partition = turn.Lease.Session.Partition(Queue.Partitions);
        await AskAsync(database => database.StreamAddAsync(Fixture.Inner.Keys.Events(partition, turn.Task.Id), fields, id.ToString()));
        await AskAsync(database => database.HashSetAsync(Fixture.Inner.Keys.Task(partition, turn.Task.Id), "last", id.ToString()));
    }

    private Task<T> AskAsync<T>(Func<IDatabase, Task<T>> ask) => Fixture.Inner.Link.AskAsync(ask, Stop);
}
