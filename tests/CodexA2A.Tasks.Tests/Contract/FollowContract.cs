using CodexA2A.Protocol.Json;

namespace CodexA2A.Tasks.Tests.Contract;

/// <summary>Following a log, coming back to it, and what is left of it when it was trimmed.</summary>
public abstract class FollowContract : SeamContract
{
    [Fact]
    public async Task A_follower_gets_what_is_there_then_what_comes_and_ends_behind_the_terminal_event()
    {
        var turn = await BeginAsync();
        await turn.Pen.WriteAsync(turn.Pen.Text("a"));
        await using var follow = Log.FollowAsync(Alice, turn.Id, EventId.None, Stop).GetAsyncEnumerator(Stop);
        Assert.True(await follow.MoveNextAsync());
        Assert.Equal([1L, 2, 3], follow.Current.Select(entry => entry.Id.Seq));

        var next = follow.MoveNextAsync().AsTask();
        Assert.False(next.IsCompleted);
        await turn.Pen.WriteAsync(turn.Pen.Text("b"));
        Assert.True(await next);
        Assert.Equal(4, Assert.Single(follow.Current).Id.Seq);

        next = follow.MoveNextAsync().AsTask();
        await CompleteAsync(turn);
        Assert.True(await next);
        Assert.Equal(TaskState.Completed, Assert.Single(follow.Current).State);
        Assert.False(await follow.MoveNextAsync());
    }

    [Fact]
    public async Task An_ended_task_gives_what_came_after_the_cursor_and_ends()
    {
        var turn = await BeginAsync();
        await turn.Pen.WriteAsync(turn.Pen.Text("a"));
        var at = turn.Pen.Last;
        await CompleteAsync(turn);

        Assert.Equal(TaskState.Completed, Assert.Single(await DrainAsync(turn.Id, at)).State);
        Assert.Empty(await DrainAsync(turn.Id, turn.Pen.Last));
    }

    [Fact]
    public async Task An_unknown_and_a_foreign_task_give_an_empty_stream()
    {
        var turn = await BeginAsync();

        Assert.Empty(await DrainAsync("p01-00000000-0000-7000-8000-000000000000", EventId.None));
        Assert.Empty(await DrainAsync(turn.Id, EventId.None, Bob));
    }

    [Fact]
    public async Task Fifty_reconnects_beside_a_writer_lose_and_repeat_nothing()
    {
        const int Count = 400;
        var turn = await BeginAsync();
        var writing = Task.Run(
            async () =>
            {
                for (var i = 0; i < Count; i++)
                {
                    await turn.Pen.StoreAsync(i % 32 == 31
                        ? turn.Pen.Next(turn.Pen.Text("x")) with { Snapshot = turn.Pen.Snapshot() }
                        : turn.Pen.Next(turn.Pen.Text("x")));
                }

                await CompleteAsync(turn);
            },
            Stop);

        var seen = new List<TaskEvent>();
        for (var i = 0; i < 50; i++)
        {
            await using var follow = Log.FollowAsync(Alice, turn.Id, seen.Count == 0 ? EventId.None : seen[^1].Id, Stop).GetAsyncEnumerator(Stop);
            if (!await follow.MoveNextAsync())
            {
                break;
            }

            // A few of the batch, then the connection breaks.
            seen.AddRange(follow.Current.Take((i % 7) + 1));
        }

        seen.AddRange(await DrainAsync(turn.Id, seen[^1].Id));
        await writing;
        // A reader that was too slow got a snapshot; from there on everything follows.
        var resync = seen.FindLastIndex(entry => entry.Kind == TaskEventKind.Snapshot);
        AssertDense(seen[(resync + 1)..], resync < 0 ? 1 : seen[resync].Id.Seq + 1);
        Assert.Equal(Count + 3, seen[^1].Id.Seq);
    }

    [Fact]
    public async Task A_read_and_a_follow_from_its_end_leave_no_gap()
    {
        const int Count = 200;
        var turn = await BeginAsync();
        var writing = Task.Run(
            async () =>
            {
                for (var i = 0; i < Count; i++)
                {
                    await turn.Pen.WriteAsync(turn.Pen.Text("x"));
                }

                await CompleteAsync(turn);
            },
            Stop);

        do
        {
            var read = await ReadAsync(turn.Id);
            await using var follow = Log.FollowAsync(Alice, turn.Id, read.Last, Stop).GetAsyncEnumerator(Stop);
            if (await follow.MoveNextAsync())
            {
                // Unless the log was trimmed behind it meanwhile: then a snapshot stands for what went.
                Assert.True(
                    follow.Current[0].Id.Seq == read.Last.Seq + 1 || await Log.CheckCursorAsync(Alice, turn.Id, read.Last, Stop) == CursorCheck.Trimmed,
                    $"After {read.Last} came {follow.Current[0].Id}.");
            }
            else
            {
                Assert.Equal(TaskState.Completed, read.State);
            }
        }
        while (!writing.IsCompleted);
        await writing;
    }

    [Fact]
    public async Task A_trimmed_position_gives_one_snapshot_and_goes_on_behind_it()
    {
        var turn = await BeginAsync();
        for (var i = 0; i < 30; i++)
        {
            var append = turn.Pen.Next([.. Enumerable.Repeat(turn.Pen.Text("x"), 10)]);
            await turn.Pen.StoreAsync(append with { Snapshot = turn.Pen.Snapshot() });
        }

        await turn.Pen.WriteAsync(turn.Pen.Text("y"));
        var early = new EventId(turn.Lease.Epoch, 5);
        foreach (var gone in (EventId[])[EventId.First, early])
        {
            Assert.Equal(CursorCheck.Trimmed, await Log.CheckCursorAsync(Alice, turn.Id, gone, Stop));
        }

        // The first event only has no epoch, so these never were, whatever is left of the log.
        foreach (var invented in (EventId[])[new EventId(0, 2), new EventId(turn.Lease.Epoch, 1)])
        {
            Assert.Equal(CursorCheck.NeverExisted, await Log.CheckCursorAsync(Alice, turn.Id, invented, Stop));
        }

        foreach (var after in (EventId[])[EventId.None, early])
        {
            await using var follow = Log.FollowAsync(Alice, turn.Id, after, Stop).GetAsyncEnumerator(Stop);
            Assert.True(await follow.MoveNextAsync());
            var resync = Assert.Single(follow.Current);
            Assert.Equal((TaskEventKind.Snapshot, 302L), (resync.Kind, resync.Id.Seq));
            Assert.Equal(300, Text(A2AJson.Deserialize<StreamResponse>(resync.Payload.Span).Task!).Length);
            Assert.True(await follow.MoveNextAsync());
            Assert.Equal(303, Assert.Single(follow.Current).Id.Seq);
        }
    }

    [Fact]
    public async Task The_last_running_events_are_kept()
    {
        var turn = await BeginAsync();
        for (var i = 0; i < 30; i++)
        {
            var append = turn.Pen.Next([.. Enumerable.Repeat(turn.Pen.Text("x"), 10)]);
            await turn.Pen.StoreAsync(append with { Snapshot = turn.Pen.Snapshot() });
        }

        var from = new EventId(turn.Lease.Epoch, turn.Pen.Last.Seq - Options.RunningEvents + 1);
        Assert.Equal(CursorCheck.Known, await Log.CheckCursorAsync(Alice, turn.Id, from, Stop));
        await CompleteAsync(turn);
        AssertDense(await DrainAsync(turn.Id, from), from.Seq + 1);
    }

    [Fact]
    public async Task Nothing_is_trimmed_that_is_in_no_snapshot()
    {
        var turn = await BeginAsync();
        for (var i = 0; i < 30; i++)
        {
            await turn.Pen.WriteAsync([.. Enumerable.Repeat(turn.Pen.Text("x"), 10)]);
        }

        var read = await ReadAsync(turn.Id);
        Assert.Equal(300, Text(Fold(read)).Length);
        AssertDense(read.Tail, 3);
    }

    [Fact]
    public async Task A_cursor_is_known_trimmed_or_never_was()
    {
        var turn = await BeginAsync();
        await turn.Pen.WriteAsync(turn.Pen.Text("a"));
        var epoch = turn.Lease.Epoch;

        Assert.Equal(CursorCheck.Known, await Log.CheckCursorAsync(Alice, turn.Id, EventId.First, Stop));
        Assert.Equal(CursorCheck.Known, await Log.CheckCursorAsync(Alice, turn.Id, new EventId(epoch, 2), Stop));
        Assert.Equal(CursorCheck.Known, await Log.CheckCursorAsync(Alice, turn.Id, turn.Pen.Last, Stop));
        Assert.Equal(CursorCheck.NeverExisted, await Log.CheckCursorAsync(Alice, turn.Id, new EventId(epoch, 4), Stop));
        Assert.Equal(CursorCheck.NeverExisted, await Log.CheckCursorAsync(Alice, turn.Id, new EventId(epoch - 1, 2), Stop));
        Assert.Equal(CursorCheck.NeverExisted, await Log.CheckCursorAsync(Alice, turn.Id, new EventId(epoch, 1), Stop));
        Assert.Equal(CursorCheck.NeverExisted, await Log.CheckCursorAsync(Alice, turn.Id, EventId.None, Stop));
        Assert.Null(await Log.CheckCursorAsync(Bob, turn.Id, EventId.First, Stop));
        Assert.Null(await Log.CheckCursorAsync(Alice, "p01-nothing", EventId.First, Stop));
    }

    [Fact]
    public async Task A_lost_position_gives_a_snapshot()
    {
        var turn = await BeginAsync();
        await using var follow = Log.FollowAsync(Alice, turn.Id, new EventId(turn.Lease.Epoch + 5, 70), Stop).GetAsyncEnumerator(Stop);

        Assert.True(await follow.MoveNextAsync());

        var resync = Assert.Single(follow.Current);
        Assert.Equal((TaskEventKind.Snapshot, turn.Pen.Last), (resync.Kind, resync.Id));
    }

    [Fact]
    public async Task Cancellation_ends_a_waiting_follower()
    {
        var turn = await BeginAsync();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        await using var follow = Log.FollowAsync(Alice, turn.Id, turn.Pen.Last, cancel.Token).GetAsyncEnumerator(cancel.Token);
        var next = follow.MoveNextAsync().AsTask();
        Assert.False(next.IsCompleted);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
    }

    [Fact]
    public async Task A_hundred_followers_of_one_task_all_get_everything()
    {
        var turn = await BeginAsync();
        var readers = Enumerable.Range(0, 100).Select(_ => DrainAsync(turn.Id, EventId.None)).ToArray();
        for (var i = 0; i < 20; i++)
        {
            await turn.Pen.WriteAsync(turn.Pen.Text("x"));
        }

        await CompleteAsync(turn);

        foreach (var events in await Task.WhenAll(readers))
        {
            AssertDense(events, 1);
            Assert.Equal(23, events.Count);
        }
    }
}
