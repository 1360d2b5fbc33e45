namespace CodexA2A.Tasks.Tests.Contract;

/// <summary>What goes when its time is over, and what stays.</summary>
public abstract class RetentionContract : SeamContract
{
    [Fact]
    public async Task The_log_of_an_ended_task_expires_and_its_end_stays()
    {
        var turn = await BeginAsync();
        await turn.Pen.WriteAsync(turn.Pen.Text("a"));
        var at = turn.Pen.Last;
        await CompleteAsync(turn);
        await Queue.ReleaseAsync(turn.Lease, drain: false, Stop);
        await Queue.SweepAsync(Stop);
        Assert.Single(await DrainAsync(turn.Id, at));

        await Seam.AdvanceAsync(Options.EndedLogRetention + TimeSpan.FromSeconds(1));
        await Queue.SweepAsync(Stop);

        Assert.Equal(CursorCheck.Trimmed, await Log.CheckCursorAsync(Alice, turn.Id, at, Stop));
        Assert.Equal(CursorCheck.Known, await Log.CheckCursorAsync(Alice, turn.Id, turn.Pen.Last, Stop));
        foreach (var after in (EventId[])[EventId.None, at])
        {
            var resync = Assert.Single(await DrainAsync(turn.Id, after));
            Assert.Equal((TaskEventKind.Snapshot, turn.Pen.Last, (TaskState?)TaskState.Completed), (resync.Kind, resync.Id, resync.State));
        }

        Assert.Empty(await DrainAsync(turn.Id, turn.Pen.Last));
        Assert.Equal("a", Text(Fold(await ReadAsync(turn.Id))));
    }

    [Fact]
    public async Task An_ended_task_is_forgotten_after_its_retention_and_a_running_one_is_not()
    {
        var done = await RunAsync("done");
        var running = await BeginAsync("running");
        await Seam.AdvanceAsync(Options.TaskRetention + TimeSpan.FromSeconds(1));

        await Queue.SweepAsync(Stop);

        Assert.Null(await Log.ReadAsync(Alice, done.Id, Stop));
        Assert.Null(await Log.CheckCursorAsync(Alice, done.Id, EventId.First, Stop));
        Assert.Empty(await DrainAsync(done.Id, EventId.None));
        Assert.Equal(1, (await Log.ListAsync(Alice, new TaskListQuery(10), Stop)).Total);
        Assert.Equal(TaskState.Working, (await ReadAsync(running.Id)).State);
        AssertDense((await ReadAsync(running.Id)).Tail, 3);
    }

    [Fact]
    public async Task A_session_keeps_its_thread_for_its_retention()
    {
        var turn = await BeginAsync();
        await turn.Pen.StoreAsync(new TaskAppend(turn.Id, []) { Binding = new SessionBinding("thread-1", "home-1") });
        await CompleteAsync(turn);
        await Queue.ReleaseAsync(turn.Lease, drain: false, Stop);
        await Seam.AdvanceAsync(Options.SessionRetention - TimeSpan.FromHours(1));
        await Queue.SweepAsync(Stop);
        await SubmitAsync();
        var lease = await ClaimAsync();
        Assert.Equal("thread-1", lease.Binding?.ThreadId);
        Assert.Equal(SettleStatus.Owned, await Queue.SettleAsync(Alice, (await SubmitAsync()).Id, new TaskStatus { State = TaskState.Canceled }, Stop));
    }

    [Fact]
    public async Task A_session_unused_for_its_retention_is_new_again()
    {
        var turn = await BeginAsync();
        await turn.Pen.StoreAsync(new TaskAppend(turn.Id, []) { Binding = new SessionBinding("thread-1", "home-1") });
        await CompleteAsync(turn);
        await Queue.ReleaseAsync(turn.Lease, drain: false, Stop);
        await Seam.AdvanceAsync(Options.SessionRetention + TimeSpan.FromHours(1));

        await Queue.SweepAsync(Stop);
        await Queue.SweepAsync(Stop);

        await SubmitAsync();
        var lease = await ClaimAsync();
        Assert.Null(lease.Binding);
        Assert.True(lease.Epoch > turn.Lease.Epoch);
    }

    [Fact]
    public async Task A_sweep_with_nothing_to_do_changes_nothing()
    {
        var turn = await BeginAsync();
        var waiting = await SubmitAsync();

        await Queue.SweepAsync(Stop);

        Assert.Equal(TaskState.Working, (await ReadAsync(turn.Id)).State);
        Assert.Equal(1, (await ReadAsync(waiting.Id)).QueuePosition);
        await turn.Pen.WriteAsync(turn.Pen.Text("a"));
    }

    [Fact]
    public async Task Interrupts_go_with_their_task()
    {
        var turn = await BeginAsync();
        await turn.Pen.StoreAsync(turn.Pen.Next(turn.Pen.Status(TaskState.InputRequired)) with
        {
            Opened = [InterruptContract.Ask(turn, "q1", Seam.Time.GetUtcNow())],
        });
        await CompleteAsync(turn);
        await Seam.AdvanceAsync(Options.TaskRetention + TimeSpan.FromSeconds(1));

        await Queue.SweepAsync(Stop);

        Assert.Null(await Queue.GetInterruptAsync(Alice, "q1", Stop));
    }
}
