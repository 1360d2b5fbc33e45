using CodexA2A.Protocol.Json;

namespace CodexA2A.Tasks.Tests.Contract;

/// <summary>Appending and reading.</summary>
public abstract class LogContract : SeamContract
{
    [Fact]
    public async Task Submit_writes_the_task_event_0_1()
    {
        var task = await SubmitAsync();

        var read = await ReadAsync(task.Id);

        Assert.Equal(new EventId(0, 1), read.Last);
        Assert.Equal(TaskState.Submitted, read.State);
        Assert.Empty(read.Tail);
        Assert.Equal(task.Id, A2AJson.Deserialize<AgentTask>(read.Snapshot.Json.Span).Id);
        await using var follow = Log.FollowAsync(Alice, task.Id, EventId.None, Stop).GetAsyncEnumerator(Stop);
        Assert.True(await follow.MoveNextAsync());
        var first = Assert.Single(follow.Current);
        Assert.Equal((EventId.First, TaskEventKind.Event, (TaskState?)TaskState.Submitted), (first.Id, first.Kind, first.State));
        Assert.Equal(task.Id, A2AJson.Deserialize<StreamResponse>(first.Payload.Span).Task!.Id);
    }

    [Fact]
    public async Task Numbers_go_on_from_the_submit_under_the_lease_epoch()
    {
        var turn = await BeginAsync();
        await turn.Pen.WriteAsync(turn.Pen.Text("a"), turn.Pen.Text("b"));
        await CompleteAsync(turn);

        var events = await DrainAsync(turn.Id, EventId.None);

        AssertDense(events, 1);
        Assert.Equal(5, events.Count);
        Assert.All(events.Skip(1), entry => Assert.Equal(turn.Lease.Epoch, entry.Id.Epoch));
    }

    [Fact]
    public async Task A_repeated_append_is_a_duplicate_and_changes_nothing()
    {
        var turn = await BeginAsync();
        var append = turn.Pen.Next(turn.Pen.Text("a"), turn.Pen.Text("b"));
        await turn.Pen.StoreAsync(append);

        var again = await Log.AppendAsync(turn.Lease, append, Stop);

        Assert.Equal(new AppendOutcome(AppendStatus.Duplicate, turn.Pen.Last), again);
        Assert.Equal("ab", Text(Fold(await ReadAsync(turn.Id))));
    }

    [Fact]
    public async Task A_repeat_that_goes_further_appends_only_what_is_new_with_its_effects()
    {
        var turn = await BeginAsync();
        var first = turn.Pen.Next(turn.Pen.Text("a"), turn.Pen.Text("b"));
        await turn.Pen.StoreAsync(first);
        var second = turn.Pen.Next(turn.Pen.Text("c"), turn.Pen.Status(TaskState.Completed));

        var outcome = await Log.AppendAsync(
            turn.Lease, second with { Events = [.. first.Events, .. second.Events], Done = turn.Command }, Stop);

        Assert.Equal(new AppendOutcome(AppendStatus.Ok, turn.Pen.Last), outcome);
        var read = await ReadAsync(turn.Id);
        Assert.Equal((TaskState.Completed, "abc"), (read.State, Text(Fold(read))));
        AssertDense(await DrainAsync(turn.Id, EventId.None), 1);
        Assert.True(await Queue.ReleaseAsync(turn.Lease, drain: false, Stop));
    }

    [Fact]
    public async Task An_append_too_far_ahead_is_a_gap_and_stores_nothing()
    {
        var turn = await BeginAsync();
        var lost = turn.Pen.Next(turn.Pen.Text("a"));
        var later = turn.Pen.Next(turn.Pen.Text("b"));

        var outcome = await Log.AppendAsync(turn.Lease, later, Stop);

        Assert.Equal(new AppendOutcome(AppendStatus.Gap, new EventId(turn.Lease.Epoch, 2)), outcome);
        Assert.Equal(AppendStatus.Ok, (await Log.AppendAsync(turn.Lease, lost with { Events = [.. lost.Events, .. later.Events] }, Stop)).Status);
        Assert.Equal("ab", Text(Fold(await ReadAsync(turn.Id))));
    }

    [Fact]
    public async Task An_old_epoch_is_fenced_and_stores_nothing()
    {
        var turn = await BeginAsync();
        await Seam.AdvanceAsync(Options.LeaseTime);
        await ClaimAsync(Runner2);

        var outcome = await Log.AppendAsync(turn.Lease, turn.Pen.Next(turn.Pen.Text("zombie")), Stop);

        Assert.Equal(AppendStatus.Fenced, outcome.Status);
        Assert.Empty(Fold(await ReadAsync(turn.Id)).Artifacts ?? []);
    }

    [Fact]
    public async Task A_released_lease_and_another_sessions_lease_are_fenced()
    {
        var done = await RunAsync("one");
        var other = await BeginAsync("two");

        Assert.Equal(AppendStatus.Fenced, (await Log.AppendAsync(done.Lease, new TaskAppend(done.Id, []), Stop)).Status);
        Assert.Equal(
            new AppendOutcome(AppendStatus.Fenced, EventId.None),
            await Log.AppendAsync(other.Lease, new TaskAppend(done.Id, []) { Done = 7 }, Stop));
        Assert.Equal(AppendStatus.Fenced, (await Log.AppendAsync(other.Lease, new TaskAppend("p00-nothing", []), Stop)).Status);
    }

    [Fact]
    public async Task Nothing_follows_a_terminal_status()
    {
        var turn = await BeginAsync();
        await CompleteAsync(turn);

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => Log.AppendAsync(turn.Lease, turn.Pen.Next(turn.Pen.Text("late")), Stop).AsTask());

        // What is no event may still be stored.
        Assert.Equal(AppendStatus.Ok, (await Log.AppendAsync(turn.Lease, new TaskAppend(turn.Id, []) { Done = turn.Command }, Stop)).Status);
    }

    [Fact]
    public async Task A_state_without_a_snapshot_and_gaps_inside_are_mistakes_of_the_caller()
    {
        var turn = await BeginAsync();
        var state = turn.Pen.Next(turn.Pen.Status(TaskState.Failed));
        var a = turn.Pen.Next(turn.Pen.Text("a")).Events[0];

        await Assert.ThrowsAsync<ArgumentException>(() => Log.AppendAsync(turn.Lease, state with { Snapshot = null }, Stop).AsTask());
        await Assert.ThrowsAsync<ArgumentException>(
            () => Log.AppendAsync(turn.Lease, new TaskAppend(turn.Id, [a, a with { Id = new EventId(a.Id.Epoch, a.Id.Seq + 2) }]), Stop).AsTask());
        await Assert.ThrowsAsync<ArgumentException>(
            () => Log.AppendAsync(turn.Lease, new TaskAppend(turn.Id, [a with { Id = new EventId(a.Id.Epoch + 1, a.Id.Seq) }]), Stop).AsTask());
        Assert.Equal(TaskState.Working, (await ReadAsync(turn.Id)).State);
    }

    [Fact]
    public async Task A_read_is_the_snapshot_and_what_came_after_it()
    {
        var turn = await BeginAsync();
        await turn.Pen.WriteAsync(turn.Pen.Text("a"));
        await turn.Pen.StoreAsync(turn.Pen.Next(turn.Pen.Text("b")) with { Snapshot = turn.Pen.Snapshot() });
        await turn.Pen.WriteAsync(turn.Pen.Text("c"));

        var read = await ReadAsync(turn.Id);

        Assert.Equal(4, read.Snapshot.Last.Seq);
        Assert.Equal(turn.Pen.Last, read.Last);
        Assert.Equal("abc", Text(Fold(read)));
    }

    [Fact]
    public async Task Reads_under_concurrent_appends_never_tear()
    {
        const int Count = 300;
        var turn = await BeginAsync();
        var writing = Task.Run(
            async () =>
            {
                for (var i = 1; i <= Count; i++)
                {
                    var append = turn.Pen.Next(turn.Pen.Text("x"));
                    await turn.Pen.StoreAsync(i % 16 == 0 ? append with { Snapshot = turn.Pen.Snapshot() } : append);
                }

                await CompleteAsync(turn);
            },
            Stop);

        var seen = -1;
        do
        {
            var read = await ReadAsync(turn.Id);
            AssertDense(read.Tail, read.Snapshot.Last.Seq + 1);
            Assert.Equal(read.Last, read.Tail.Count == 0 ? read.Snapshot.Last : read.Tail[^1].Id);
            // Submit and WORKING come before the texts, COMPLETED after them.
            var texts = (int)read.Last.Seq - (read.State == TaskState.Completed ? 3 : 2);
            Assert.Equal(texts, Text(Fold(read)).Length);
            Assert.True(texts >= seen);
            seen = texts;
        }
        while (!writing.IsCompleted);
        await writing;
        Assert.Equal(Count, Text(Fold(await ReadAsync(turn.Id))).Length);
    }
}
