namespace CodexA2A.Tasks.Tests.Contract;

/// <summary>What the next owner finds after a loss, and what a restart keeps.</summary>
public abstract class TakeoverContract : SeamContract
{
    [Fact]
    public async Task A_takeover_of_a_begun_turn_names_it_marks_its_log_and_counts()
    {
        var turn = await BeginAsync();
        await turn.Pen.WriteAsync(turn.Pen.Text("half"));
        var waiting = await SubmitAsync();
        await Seam.AdvanceAsync(Options.LeaseTime);

        var lease = await ClaimAsync(Runner2);

        Assert.Equal((0L, (long?)turn.Command, 1), (lease.Cursor, lease.Begun, lease.Takeovers));
        var read = await ReadAsync(turn.Id);
        Assert.Equal(new EventId(lease.Epoch, 4), read.Last);
        Assert.Equal(TaskEventKind.Marker, read.Tail[^1].Kind);
        Assert.True(read.Tail[^1].Payload.IsEmpty);
        Assert.Equal(EventId.First, (await ReadAsync(waiting.Id)).Last);
        Assert.Equal(turn.Id, (await Queue.GetCommandAsync(lease, turn.Command, Stop))?.Command.TaskId);
        Assert.Equal(
            [turn.Id, waiting.Id],
            [.. (await TakeAsync(Queue.ReadCommandsAsync(lease, lease.Cursor, Stop), 2)).Select(command => command.Command.TaskId)]);
    }

    [Fact]
    public async Task The_next_owner_goes_on_behind_the_marker()
    {
        var turn = await BeginAsync();
        await turn.Pen.WriteAsync(turn.Pen.Text("half"));
        await Seam.AdvanceAsync(Options.LeaseTime);
        var lease = await ClaimAsync(Runner2);
        var read = await ReadAsync(turn.Id);

        var pen = new TaskPen(Seam, lease, Fold(read), read.Last);
        await pen.StoreAsync(pen.Next(pen.Text(" and half"), pen.Status(TaskState.Completed)) with { Done = lease.Begun });

        var events = await DrainAsync(turn.Id, EventId.None);
        AssertDense(events, 1);
        Assert.Equal([0L, turn.Lease.Epoch, turn.Lease.Epoch, lease.Epoch, lease.Epoch, lease.Epoch], events.Select(entry => entry.Id.Epoch));
        Assert.Equal("half and half", Text(Fold(await ReadAsync(turn.Id))));
        Assert.Equal(AppendStatus.Fenced, (await Log.AppendAsync(turn.Lease, turn.Pen.Next(turn.Pen.Text("zombie")), Stop)).Status);
    }

    [Fact]
    public async Task A_turn_that_was_not_begun_is_simply_given_again()
    {
        var task = await SubmitAsync();
        await ClaimAsync();
        await Seam.AdvanceAsync(Options.LeaseTime);

        var lease = await ClaimAsync(Runner2);

        Assert.Equal((0L, null, 0), (lease.Cursor, lease.Begun, lease.Takeovers));
        Assert.Equal(EventId.First, (await ReadAsync(task.Id)).Last);
    }

    [Fact]
    public async Task A_turn_that_asks_a_person_has_got_on()
    {
        var turn = await BeginAsync();
        await Seam.AdvanceAsync(Options.LeaseTime);
        var lease = await ClaimAsync(Runner2);
        Assert.Equal(1, lease.Takeovers);
        var read = await ReadAsync(turn.Id);
        var pen = new TaskPen(Seam, lease, Fold(read), read.Last);
        await pen.StoreAsync(pen.Next(pen.Status(TaskState.InputRequired)) with
        {
            Opened = [InterruptContract.Ask(turn with { Lease = lease }, "q1", Seam.Time.GetUtcNow())],
        });

        await Seam.AdvanceAsync(Options.LeaseTime);

        Assert.Equal(1, (await ClaimAsync(Runner1)).Takeovers);
    }

    [Fact]
    public async Task Takeovers_add_up_until_progress()
    {
        var turn = await BeginAsync();
        SessionLease? lease = null;
        for (var i = 1; i <= 3; i++)
        {
            await Seam.AdvanceAsync(Options.LeaseTime);
            lease = await ClaimAsync(i % 2 == 0 ? Runner1 : Runner2);
            Assert.Equal(i, lease.Takeovers);
        }

        var read = await ReadAsync(turn.Id);
        var pen = new TaskPen(Seam, lease!, Fold(read), read.Last);
        await pen.StoreAsync(pen.Next(pen.Status(TaskState.Failed)) with { Done = turn.Command });
        await SubmitAsync();
        await Seam.AdvanceAsync(Options.LeaseTime);
        Assert.Equal(0, (await ClaimAsync(Runner1)).Takeovers);
    }

    [Fact]
    public async Task A_session_that_was_given_back_in_order_counts_no_takeover()
    {
        var turn = await BeginAsync();
        await Queue.ReleaseAsync(turn.Lease, drain: true, Stop);

        var lease = await ClaimAsync(Runner2);

        Assert.Equal(((long?)turn.Command, 0), (lease.Begun, lease.Takeovers));
    }

    [Fact]
    public async Task A_restart_ends_leases_raises_epochs_and_gives_work_at_once()
    {
        var turn = await BeginAsync("begun");
        await turn.Pen.WriteAsync(turn.Pen.Text("half"));
        var done = await RunAsync("done");
        await SubmitAsync("waits");

        await Seam.ReopenAsync();

        SessionLease[] leases = [await ClaimAsync(Runner2), await ClaimAsync(Runner2)];
        Assert.Null(await Queue.TryClaimAsync(Runner2, Stop));
        Assert.Equal(AppendStatus.Fenced, (await Log.AppendAsync(turn.Lease, turn.Pen.Next(turn.Pen.Text("zombie")), Stop)).Status);
        var begun = Assert.Single(leases, lease => lease.ContextId == "begun");
        Assert.True(begun.Epoch > turn.Lease.Epoch);
        Assert.Equal(((long?)turn.Command, 1), (begun.Begun, begun.Takeovers));
        Assert.Equal("half", Text(Fold(await ReadAsync(turn.Id))));
        Assert.Equal(new EventId(begun.Epoch, 4), (await ReadAsync(turn.Id)).Last);
        Assert.Equal(TaskState.Completed, (await ReadAsync(done.Id)).State);
        AssertDense(await DrainAsync(done.Id, EventId.None), 1);
        Assert.Equal(3, (await Log.ListAsync(Alice, new TaskListQuery(10), Stop)).Total);
    }

    [Fact]
    public async Task After_a_restart_a_reader_goes_on_where_it_was()
    {
        var turn = await BeginAsync();
        await turn.Pen.WriteAsync(turn.Pen.Text("a"));
        var at = turn.Pen.Last;
        await turn.Pen.WriteAsync(turn.Pen.Text("b"));
        await Seam.ReopenAsync();

        await using var follow = Log.FollowAsync(Alice, turn.Id, at, Stop).GetAsyncEnumerator(Stop);
        Assert.True(await follow.MoveNextAsync());
        Assert.Equal([at.Seq + 1], follow.Current.Select(entry => entry.Id.Seq));
        var next = follow.MoveNextAsync().AsTask();
        await ClaimAsync(Runner2);
        Assert.True(await next);
        Assert.Equal(TaskEventKind.Marker, Assert.Single(follow.Current).Kind);
    }

    private static async Task<List<QueuedCommand>> TakeAsync(IAsyncEnumerable<QueuedCommand> commands, int count)
    {
        var taken = new List<QueuedCommand>();
        await foreach (var command in commands)
        {
            taken.Add(command);
            if (taken.Count == count)
            {
                break;
            }
        }

        return taken;
    }
}
