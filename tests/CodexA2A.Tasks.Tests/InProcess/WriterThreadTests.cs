using System.Security.Cryptography;
using CodexA2A.Tasks.Tests.Contract;

namespace CodexA2A.Tasks.Tests.InProcess;

/// <summary>Steps that fail.</summary>
public sealed class WriterThreadTests : SeamContract
{
    private InProcessFixture _fixture = null!;

    protected override ValueTask<SeamFixture> CreateAsync(SeamOptions options)
    {
        _fixture = new InProcessFixture(options);
        return new(_fixture);
    }

    [Fact]
    public async Task A_step_that_fails_half_way_leaves_nothing_and_harms_no_other()
    {
        var turn = await BeginAsync();
        var waiting = await SubmitAsync("other");
        using var gate = new ManualResetEventSlim();
        // While the writer stands here, the others gather into one group.
        var held = _fixture.Inner.RunAsync(_ => gate.Wait(TimeSpan.FromSeconds(30), Stop), Stop);
        var append = turn.Pen.Next(turn.Pen.Text("a"));
        var good = Log.AppendAsync(turn.Lease, append, Stop).AsTask();
        var bad = _fixture.Inner.RunAsync<int>(
            batch =>
            {
                var task = batch.Task(waiting.Id)!;
                batch.Put(task with { Last = new EventId(1, 2) }, new TaskEvent(new EventId(1, 2), TaskEventKind.Marker, default, null, default));
                batch.Put(batch.Session(task.Session)! with { Cursor = 99 });
                throw new InvalidOperationException("half way");
            },
            Stop);
        var alsoGood = SubmitAsync("third");
        gate.Set();

        Assert.True(await held);
        Assert.Equal(AppendStatus.Ok, (await good).Status);
        await Assert.ThrowsAsync<InvalidOperationException>(() => bad);
        await alsoGood;
        Assert.Equal(EventId.First, (await ReadAsync(waiting.Id)).Last);
        AssertDense((await ReadAsync(turn.Id)).Tail, 3);
        var claimed = new[] { await ClaimAsync(), await ClaimAsync() };
        Assert.Equal(["other", "third"], claimed.Select(lease => lease.ContextId));
        Assert.All(claimed, lease => Assert.Equal(0, lease.Cursor));
    }

    [Fact]
    public async Task A_refused_step_is_answered_without_undoing_its_neighbours()
    {
        var turn = await BeginAsync();
        using var gate = new ManualResetEventSlim();
        var held = _fixture.Inner.RunAsync(_ => gate.Wait(TimeSpan.FromSeconds(30), Stop), Stop);
        var append = turn.Pen.Next(turn.Pen.Text("a"));
        var good = Log.AppendAsync(turn.Lease, append, Stop).AsTask();
        var refused = _fixture.Inner.RunAsync<int>(_ => throw new ArgumentException("no"), Stop);
        gate.Set();

        await held;
        Assert.Equal(AppendStatus.Ok, (await good).Status);
        await Assert.ThrowsAsync<ArgumentException>(() => refused);
    }

    [Fact]
    public async Task Nothing_is_seen_before_it_is_committed()
    {
        var turn = await BeginAsync();
        await using var follow = Log.FollowAsync(Alice, turn.Id, turn.Pen.Last, Stop).GetAsyncEnumerator(Stop);
        var next = follow.MoveNextAsync().AsTask();
        var append = turn.Pen.Next(turn.Pen.Text("a"));
        var appending = Log.AppendAsync(turn.Lease, append, Stop).AsTask();
        using var gate = new ManualResetEventSlim();
        using var staged = new ManualResetEventSlim();
        var second = turn.Pen.Next(turn.Pen.Text("b"));
        await appending;
        Assert.True(await next);

        // In one transaction: the append is staged, and the commit must wait for the step behind it.
        var first = _fixture.Inner.RunAsync(
            batch =>
            {
                batch.Put(batch.Task(turn.Id)! with { Last = second.Events[0].Id }, second.Events[0]);
                staged.Set();
                return gate.Wait(TimeSpan.FromSeconds(30), Stop);
            },
            Stop);
        next = follow.MoveNextAsync().AsTask();
        staged.Wait(Stop);
        Assert.Equal(append.Events[0].Id, (await ReadAsync(turn.Id)).Last);
        Assert.False(next.IsCompleted);
        gate.Set();

        await first;
        Assert.True(await next);
        Assert.Equal(second.Events[0].Id, follow.Current[0].Id);
    }

    [Fact]
    public async Task A_check_is_written()
    {
        await SubmitAsync();
        var before = await LogAsync();
        await Queue.CheckAsync(Stop);
        Assert.NotEqual(before, await LogAsync());

        // SQLite's write-ahead log: what is not in it is not written.
        async Task<string> LogAsync()
        {
            await using var file = new FileStream(Path.Combine(_fixture.Directory, "tasks.db-wal"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            return Convert.ToHexString(await SHA256.HashDataAsync(file, Stop));
        }
    }

    [Fact]
    public async Task When_the_writer_dies_everybody_who_writes_hears_of_it()
    {
        var turn = await RunAsync();
        var killer = _fixture.Inner.RunAsync(
            batch =>
            {
                batch.AfterCommit(() => throw new InvalidOperationException("the last line of defence"));
                return 0;
            },
            Stop);

        await Assert.ThrowsAsync<SeamUnavailableException>(() => killer);
        await Assert.ThrowsAsync<SeamUnavailableException>(async () => await Queue.CheckAsync(Stop));
        await Assert.ThrowsAsync<SeamUnavailableException>(() => SubmitAsync());
        Assert.Equal(TaskState.Completed, (await ReadAsync(turn.Id)).State);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await Seam.ReopenAsync());
    }

    [Fact]
    public async Task Closing_ends_those_who_wait()
    {
        var turn = await BeginAsync();
        await using var follow = Log.FollowAsync(Alice, turn.Id, turn.Pen.Last, Stop).GetAsyncEnumerator(Stop);
        var next = follow.MoveNextAsync().AsTask();
        await using var commands = Queue.ReadCommandsAsync(turn.Lease, turn.Command, Stop).GetAsyncEnumerator(Stop);
        var command = commands.MoveNextAsync().AsTask();

        await Seam.ReopenAsync();

        await Assert.ThrowsAsync<SeamUnavailableException>(() => next);
        Assert.False(await command);
    }
}
