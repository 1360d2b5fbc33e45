namespace CodexA2A.Tasks.Tests.Contract;

/// <summary>Submitting turns, and what happens to those that wait.</summary>
public abstract partial class QueueContract : SeamContract
{
    [Fact]
    public async Task A_large_message_is_shown_within_the_size_of_an_event_and_run_whole()
    {
        var text = string.Concat(Enumerable.Repeat("😀", 500_000));
        var submission = Submission(text: text);
        await Queue.SubmitAsync(submission, Stop);

        var read = await ReadAsync(submission.Task.Id);
        Assert.InRange(read.Snapshot.Json.Length, 1, EventLimits.MaxBytes);
        Assert.InRange(Assert.Single(await FirstAsync(submission.Task.Id)).Payload.Length, 1, EventLimits.MaxBytes);
        var shown = Assert.Single(Fold(read).History!);
        Assert.True((long)shown.Metadata!["codex"]!["truncated_bytes"]! > 1_000_000);
        var lease = await ClaimAsync();
        var command = await Queue.GetCommandAsync(lease, lease.Cursor + 1, Stop);
        Assert.Equal(text, Assert.IsType<RunTurn>(command!.Command).Request.Message.Parts[0].Text);
    }

    private async Task<IReadOnlyList<TaskEvent>> FirstAsync(string taskId)
    {
        await using var follow = Log.FollowAsync(Alice, taskId, EventId.None, Stop).GetAsyncEnumerator(Stop);
        Assert.True(await follow.MoveNextAsync());
        return follow.Current;
    }

    [Fact]
    public async Task A_full_queue_takes_no_more_until_a_turn_is_done()
    {
        var turn = await BeginAsync();
        Assert.Equal(SubmitStatus.Accepted, (await Queue.SubmitAsync(Submission(maxQueued: 2), Stop)).Status);
        var refused = Submission(maxQueued: 2);
        Assert.Equal(new SubmitOutcome(SubmitStatus.QueueFull, refused.Task.Id, "ctx"), await Queue.SubmitAsync(refused, Stop));
        Assert.Null(await Log.ReadAsync(Alice, refused.Task.Id, Stop));

        await CompleteAsync(turn);

        Assert.Equal(SubmitStatus.Accepted, (await Queue.SubmitAsync(refused, Stop)).Status);
    }

    [Fact]
    public async Task What_is_done_to_a_command_reaches_its_owner_in_order_and_no_more_than_may_be_kept()
    {
        var turn = await BeginAsync();
        var lease = turn.Lease;
        var drive = new DriveExec { TaskId = turn.Id, Owner = Alice, ProcessId = "mine", Action = DriveExec.Write, DeltaBase64 = "eA==", ReplyTo = "here", MaxKept = 3 };

        Assert.Equal(SendStatus.Accepted, await Queue.SendAsync(drive, Stop));
        Assert.Equal(SendStatus.Accepted, await Queue.SendAsync(drive with { Action = DriveExec.Resize, Rows = 2, Cols = 3 }, Stop));
        Assert.Equal(SendStatus.QueueFull, await Queue.SendAsync(drive, Stop));

        Assert.Equal("eA==", Assert.IsType<DriveExec>((await Queue.GetCommandAsync(lease, turn.Command + 1, Stop))?.Command).DeltaBase64);
        Assert.Equal((2, 3, "here"), Assert.IsType<DriveExec>((await Queue.GetCommandAsync(lease, turn.Command + 2, Stop))?.Command) is var resize ? (resize.Rows, resize.Cols, resize.ReplyTo) : default);
        Assert.Equal(SendStatus.Unknown, await Queue.SendAsync(drive with { Owner = new Owner("", "bob") }, Stop));
    }

    [Fact]
    public async Task That_a_watch_is_read_reaches_its_owner_and_nobody_else_can_say_it()
    {
        var watch = await BeginAsync();
        var keep = new KeepWatch { TaskId = watch.Id, Owner = Alice, TraceParent = "00-1-2-01" };

        Assert.Equal(SendStatus.Accepted, await Queue.SendAsync(keep, Stop));
        Assert.Equal(SendStatus.Accepted, await Queue.SendAsync(keep, Stop));
        Assert.Equal(SendStatus.Unknown, await Queue.SendAsync(keep with { Owner = Bob }, Stop));
        Assert.Equal(SendStatus.Unknown, await Queue.SendAsync(keep with { TaskId = "p01-nothing" }, Stop));

        // The newest one is kept.
        Assert.Null(await Queue.GetCommandAsync(watch.Lease, watch.Command + 1, Stop));
        Assert.Equal(keep, Assert.IsType<KeepWatch>((await Queue.GetCommandAsync(watch.Lease, watch.Command + 2, Stop))?.Command));
        Assert.Null(await Queue.GetCommandAsync(watch.Lease, watch.Command + 3, Stop));
        // The store may have been stopped meanwhile.
        await Seam.ReopenAsync();
        Assert.Equal(SendStatus.Accepted, await Queue.SendAsync(keep, Stop));
        Assert.IsType<KeepWatch>((await Queue.GetCommandAsync(await ClaimAsync(Runner2), watch.Command + 3, Stop))?.Command);
    }

    [Fact]
    public async Task A_watch_that_has_ended_is_kept_no_more()
    {
        var watch = await BeginAsync();
        await CompleteAsync(watch);
        Assert.Equal(SendStatus.Terminal, await Queue.SendAsync(new KeepWatch { TaskId = watch.Id, Owner = Alice }, Stop));
    }

    [Fact]
    public async Task The_queue_position_counts_the_turns_before()
    {
        var running = await BeginAsync();
        var second = await SubmitAsync();
        var third = await SubmitAsync();
        var elsewhere = await SubmitAsync("other");

        Assert.Null((await ReadAsync(running.Id)).QueuePosition);
        Assert.Equal(1, (await ReadAsync(second.Id)).QueuePosition);
        Assert.Equal(2, (await ReadAsync(third.Id)).QueuePosition);
        Assert.Equal(0, (await ReadAsync(elsewhere.Id)).QueuePosition);

        await CompleteAsync(running);

        Assert.Null((await ReadAsync(running.Id)).QueuePosition);
        Assert.Equal(0, (await ReadAsync(second.Id)).QueuePosition);
        Assert.Equal(1, (await ReadAsync(third.Id)).QueuePosition);
    }

    [Fact]
    public async Task Commands_come_in_order_with_all_that_was_said_then_live()
    {
        var submission = Submission(text: new string('x', 100_000));
        await Queue.SubmitAsync(submission, Stop);
        var lease = await ClaimAsync();
        await using var commands = Queue.ReadCommandsAsync(lease, lease.Cursor, Stop).GetAsyncEnumerator(Stop);

        Assert.True(await commands.MoveNextAsync());
        var run = Assert.IsType<RunTurn>(commands.Current.Command);
        Assert.Equal(submission.Command.SubmitId, run.SubmitId);
        Assert.Equal(submission.Command.Owner, run.Owner);
        Assert.Equal(submission.Command.AcceptedAt, run.AcceptedAt);
        Assert.Equal(100_000, run.Request.Message.Parts[0].Text!.Length);

        var next = commands.MoveNextAsync().AsTask();
        Assert.False(next.IsCompleted);
        var cancel = new CancelTurn { TaskId = run.TaskId, Owner = Alice, TraceParent = "00-1-2-01" };
        Assert.Equal(SendStatus.Accepted, await Queue.SendAsync(cancel, Stop));
        Assert.True(await next);
        Assert.Equal((2, cancel), (commands.Current.Id, commands.Current.Command));
        Assert.Equal(cancel, (await Queue.GetCommandAsync(lease, 2, Stop))?.Command);
        Assert.Null(await Queue.GetCommandAsync(lease, 3, Stop));
    }

    [Fact]
    public async Task A_command_is_about_a_task_of_its_owner_that_has_not_ended()
    {
        var done = await RunAsync();
        var open = await SubmitAsync("other");

        Assert.Equal(SendStatus.Terminal, await Queue.SendAsync(new CancelTurn { TaskId = done.Id, Owner = Alice }, Stop));
        Assert.Equal(SendStatus.Unknown, await Queue.SendAsync(new CancelTurn { TaskId = open.Id, Owner = Bob }, Stop));
        Assert.Equal(SendStatus.Unknown, await Queue.SendAsync(new CancelTurn { TaskId = "p01-nothing", Owner = Alice }, Stop));
    }

    [Fact]
    public async Task Done_moves_the_cursor_and_what_is_behind_it_never_comes_again()
    {
        var turn = await BeginAsync();
        var second = await SubmitAsync();
        await CompleteAsync(turn);
        Assert.True(await Queue.ReleaseAsync(turn.Lease, drain: true, Stop));

        var lease = await ClaimAsync(Runner2);

        Assert.Equal((1L, null), (lease.Cursor, lease.Begun));
        Assert.Equal(second.Id, Assert.Single(await CommandsAsync(lease, 1)).Command.TaskId);
        Assert.Null(await Queue.GetCommandAsync(lease, 1, Stop));
    }

    [Fact]
    public async Task A_waiting_turn_whose_task_its_owner_ends_leaves_the_queue_at_once()
    {
        var turn = await BeginAsync();
        var canceled = await SubmitAsync();
        var last = await SubmitAsync();
        Assert.Equal(2, (await ReadAsync(last.Id)).QueuePosition);

        var pen = new TaskPen(Seam, turn.Lease, canceled, EventId.First);
        await pen.StoreAsync(pen.Next(pen.Status(TaskState.Canceled)));

        Assert.Equal(1, (await ReadAsync(last.Id)).QueuePosition);
        Assert.Equal(SubmitStatus.Accepted, (await Queue.SubmitAsync(Submission(maxQueued: 3), Stop)).Status);
        Assert.Null(await Queue.GetCommandAsync(turn.Lease, turn.Command + 1, Stop));
        Assert.Equal(turn.Id, (await Queue.GetCommandAsync(turn.Lease, turn.Command, Stop))?.Command.TaskId);
        await Seam.ReopenAsync();
        Assert.Equal(1, (await ReadAsync(last.Id)).QueuePosition);
    }

    [Fact]
    public async Task A_steer_that_is_kept_is_known_by_its_submit_id_which_no_other_request_takes()
    {
        var turn = await BeginAsync();
        var position = (await ReadAsync(turn.Id)).Last;
        var steer = new SteerTurn { TaskId = turn.Id, Owner = Alice, SubmitId = "kept", Message = turn.Task.History![0], IsKept = true, Fingerprint = "f", SeenAt = position };

        Assert.Equal(SendStatus.Accepted, await Queue.SendAsync(steer, Stop));
        var found = await Queue.FindSubmitAsync(Alice, "kept", Stop);
        Assert.Equal((turn.Id, position, "f"), (found?.TaskId, found?.AnsweredAt, found?.Fingerprint));
        // Again it is sent again: whether the turn has it only its owner knows.
        Assert.Equal(SendStatus.Accepted, await Queue.SendAsync(steer, Stop));
        Assert.Equal(SendStatus.IdTaken, await Queue.SendAsync(steer with { Fingerprint = "other" }, Stop));
        Assert.Equal(SendStatus.IdTaken, await Queue.SendAsync(steer with { SubmitId = turn.SubmitId }, Stop));
        var other = await SubmitAsync("another");
        Assert.Equal(SendStatus.IdTaken, await Queue.SendAsync(steer with { TaskId = other.Id }, Stop));
        Assert.Null(await Queue.FindSubmitAsync(Bob, "kept", Stop));
    }

    [Fact]
    public async Task A_repeated_cancel_is_stored_once()
    {
        var turn = await BeginAsync();
        var cancel = new CancelTurn { TaskId = turn.Id, Owner = Alice };
        Assert.Equal(SendStatus.Accepted, await Queue.SendAsync(cancel, Stop));
        Assert.Equal(SendStatus.Accepted, await Queue.SendAsync(cancel, Stop));
        await Seam.ReopenAsync();
        Assert.Equal(SendStatus.Accepted, await Queue.SendAsync(cancel, Stop));

        var lease = await ClaimAsync(Runner2);
        Assert.IsType<CancelTurn>((await Queue.GetCommandAsync(lease, turn.Command + 1, Stop))?.Command);
        Assert.Null(await Queue.GetCommandAsync(lease, turn.Command + 2, Stop));
        Assert.Equal(SendStatus.Accepted, await Queue.SendAsync(new SteerTurn { TaskId = turn.Id, Owner = Alice, SubmitId = "s", Message = turn.Task.History![0] }, Stop));
        Assert.IsType<SteerTurn>((await Queue.GetCommandAsync(lease, turn.Command + 2, Stop))?.Command);
    }

    [Fact]
    public async Task What_the_seam_writes_itself_carries_its_place_like_any_event()
    {
        var task = await SubmitAsync();
        await Queue.SettleAsync(Alice, task.Id, new TaskStatus { State = TaskState.Canceled }, Stop);

        var events = await DrainAsync(task.Id, EventId.None);
        Assert.Equal(2, events.Count);
        foreach (var entry in events)
        {
            var e = CodexA2A.Protocol.Json.A2AJson.Deserialize<StreamResponse>(entry.Payload.Span);
            var stream = (e.Task?.Metadata ?? e.StatusUpdate?.Metadata)!["shared"]!["stream"]!;
            Assert.Equal(
                (entry.Id.ToString(), entry.Id.Seq, "status"),
                ((string?)stream["event_id"], (long)stream["sequence"]!, (string?)stream["source"]));
        }
    }

    protected static TaskStatus Canceled() => new() { State = TaskState.Canceled };

    private async Task<List<QueuedCommand>> CommandsAsync(SessionLease lease, int count)
    {
        var commands = new List<QueuedCommand>();
        await foreach (var command in Queue.ReadCommandsAsync(lease, lease.Cursor, Stop))
        {
            commands.Add(command);
            if (commands.Count == count)
            {
                break;
            }
        }

        return commands;
    }
}
