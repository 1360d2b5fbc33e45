namespace CodexA2A.Tasks.Tests.Contract;

/// <summary>How much waits for the owner of a session, and what it was told of.</summary>
public abstract partial class QueueContract
{
    [Fact]
    public async Task Of_what_is_written_to_a_command_as_much_waits_as_may_and_its_end_is_always_taken()
    {
        var turn = await BeginAsync();
        var drive = new DriveExec { TaskId = turn.Id, Owner = Alice, ProcessId = "mine", Action = DriveExec.Write, DeltaBase64 = new string('A', 800_000) };
        Assert.Equal(SendStatus.Accepted, await Queue.SendAsync(drive, Stop));
        Assert.Equal(SendStatus.QueueFull, await Queue.SendAsync(drive, Stop));
        Assert.Equal(SendStatus.Accepted, await Queue.SendAsync(drive with { Action = DriveExec.Terminate, DeltaBase64 = null }, Stop));
        Assert.Equal(SendStatus.Accepted, await Queue.SendAsync(drive with { DeltaBase64 = "eA==" }, Stop));

        await ToldAsync(turn.Lease, drive);
        Assert.Null(await Queue.GetCommandAsync(turn.Lease, turn.Command + 1, Stop));
    }

    [Fact]
    public async Task So_many_messages_wait_for_a_turn_and_no_more_until_its_owner_was_told_of_them()
    {
        var turn = await BeginAsync();
        var steer = new SteerTurn { TaskId = turn.Id, Owner = Alice, SubmitId = "s", Message = turn.Task.History![0] };
        for (var i = 0; i < 32; i++)
        {
            Assert.Equal(SendStatus.Accepted, await Queue.SendAsync(steer with { SubmitId = $"s{i}" }, Stop));
        }

        Assert.Equal(SendStatus.QueueFull, await Queue.SendAsync(steer, Stop));
        Assert.Equal(SendStatus.QueueFull, await Queue.SendAsync(steer with { SubmitId = "kept", IsKept = true }, Stop));
        Assert.Null(await Queue.FindSubmitAsync(Alice, "kept", Stop));
        Assert.Equal(SendStatus.Accepted, await Queue.SendAsync(new CancelTurn { TaskId = turn.Id, Owner = Alice }, Stop));
        var other = await BeginAsync("another");
        Assert.Equal(SendStatus.Accepted, await Queue.SendAsync(steer with { TaskId = other.Id }, Stop));

        await ToldAsync(turn.Lease, steer);
        // What it was told of is not kept; everything else is.
        Assert.Null(await Queue.GetCommandAsync(turn.Lease, turn.Command + 1, Stop));
        Assert.IsType<CancelTurn>((await Queue.GetCommandAsync(turn.Lease, turn.Command + 33, Stop))?.Command);
        Assert.IsType<RunTurn>((await Queue.GetCommandAsync(turn.Lease, turn.Command, Stop))?.Command);
    }

    [Fact]
    public async Task Whoever_takes_over_is_told_anew_and_so_much_waits_for_it()
    {
        var turn = await BeginAsync();
        var steer = new SteerTurn { TaskId = turn.Id, Owner = Alice, SubmitId = "s", Message = turn.Task.History![0] };
        Assert.Equal(SendStatus.Accepted, await Queue.SendAsync(steer, Stop));
        // Whoever reads on behind it was told of it.
        var behind = CommandsAsync(turn.Lease with { Cursor = turn.Command + 1 }, 1);
        Assert.Equal(SendStatus.Accepted, await Queue.SendAsync(new KeepWatch { TaskId = turn.Id, Owner = Alice }, Stop));
        Assert.Equal(turn.Command + 2, Assert.Single(await behind).Id);
        Assert.True(await Queue.ReleaseAsync(turn.Lease, drain: true, Stop));
        await ClaimAsync(Runner2);

        for (var i = 1; i < 32; i++)
        {
            Assert.Equal(SendStatus.Accepted, await Queue.SendAsync(steer, Stop));
        }

        Assert.Equal(SendStatus.QueueFull, await Queue.SendAsync(steer, Stop));
    }

    [Fact]
    public async Task What_was_told_before_the_task_began_is_kept_for_whoever_takes_over()
    {
        var task = await SubmitAsync();
        var lease = await ClaimAsync();
        var drive = new DriveExec { TaskId = task.Id, Owner = Alice, ProcessId = "mine", Action = DriveExec.Write, DeltaBase64 = new string('A', 500_000) };
        Assert.Equal(SendStatus.Accepted, await Queue.SendAsync(drive, Stop));
        // Whoever reads on behind it was told of it.
        var behind = CommandsAsync(lease with { Cursor = lease.Cursor + 2 }, 1);
        Assert.Equal(SendStatus.Accepted, await Queue.SendAsync(drive with { Action = DriveExec.Resize, DeltaBase64 = null }, Stop));
        Assert.Equal(lease.Cursor + 3, Assert.Single(await behind).Id);

        Assert.Equal(SendStatus.Accepted, await Queue.SendAsync(drive with { DeltaBase64 = "eA==" }, Stop));
        Assert.Equal(SendStatus.Accepted, await Queue.SendAsync(drive, Stop));
        Assert.Equal(SendStatus.QueueFull, await Queue.SendAsync(drive, Stop));

        Assert.True(await Queue.ReleaseAsync(lease, drain: true, Stop));
        var next = await ClaimAsync(Runner2);
        Assert.Equal(
            [500_000, 0, 4, 500_000],
            (await CommandsAsync(next, 5)).Skip(1).Select(command => Assert.IsType<DriveExec>(command.Command).DeltaBase64?.Length ?? 0));
    }

    [Fact]
    public async Task What_waits_with_a_task_behind_another_is_kept_though_its_owner_was_told_of_it()
    {
        var first = await BeginAsync();
        var second = await SubmitAsync();
        var steer = new SteerTurn { TaskId = second.Id, Owner = Alice, SubmitId = "early", Message = second.History![0] };
        Assert.Equal(SendStatus.Accepted, await Queue.SendAsync(steer, Stop));
        // Whoever reads on behind it was told of it.
        var behind = CommandsAsync(first.Lease with { Cursor = first.Command + 2 }, 1);
        Assert.Equal(SendStatus.Accepted, await Queue.SendAsync(steer with { SubmitId = "later" }, Stop));
        Assert.Equal(first.Command + 3, Assert.Single(await behind).Id);
        Assert.Equal(SendStatus.Accepted, await Queue.SendAsync(steer with { SubmitId = "last" }, Stop));

        Assert.True(await Queue.ReleaseAsync(first.Lease, drain: true, Stop));
        var next = await ClaimAsync(Runner2);
        Assert.Equal(
            ["early", "later", "last"],
            (await CommandsAsync(next with { Cursor = first.Command + 1 }, 3)).Select(command => Assert.IsType<SteerTurn>(command.Command).SubmitId));
    }

    [Fact]
    public async Task Of_what_keeps_a_watch_there_is_one()
    {
        var turn = await BeginAsync();
        var keep = new KeepWatch { TaskId = turn.Id, Owner = Alice };
        Assert.Equal(SendStatus.Accepted, await Queue.SendAsync(keep, Stop));
        Assert.Equal(SendStatus.Accepted, await Queue.SendAsync(keep, Stop));
        Assert.Equal(SendStatus.Accepted, await Queue.SendAsync(keep, Stop));

        Assert.Equal([turn.Command + 3], (await CommandsAsync(turn.Lease with { Cursor = turn.Command }, 1)).Select(command => command.Id));
        Assert.Null(await Queue.GetCommandAsync(turn.Lease, turn.Command + 1, Stop));
    }

    /// <summary>Reads on as the owner until the command is taken, which comes behind what waits.</summary>
    private async Task ToldAsync(SessionLease lease, TurnCommand command)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var reading = ReadAsync();
        while (await Queue.SendAsync(command, Stop) != SendStatus.Accepted)
        {
            await Task.Yield();
        }

        await over.CancelAsync();
        await reading;

        async Task ReadAsync()
        {
            try
            {
                await foreach (var _ in Queue.ReadCommandsAsync(lease, lease.Cursor, over.Token))
                {
                }
            }
            catch (OperationCanceledException)
            {
                // It was told of enough.
            }
        }
    }
}
