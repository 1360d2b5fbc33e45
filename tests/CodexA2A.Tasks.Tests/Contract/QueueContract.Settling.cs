namespace CodexA2A.Tasks.Tests.Contract;

// Tasks whose turn nobody runs.
public abstract partial class QueueContract
{
    [Fact]
    public async Task Settle_ends_a_waiting_task_and_takes_its_turn_out_of_the_queue()
    {
        var first = await SubmitAsync();
        var second = await SubmitAsync();

        Assert.Equal(SettleStatus.Settled, await Queue.SettleAsync(Alice, first.Id, Canceled(), Stop));

        var read = await ReadAsync(first.Id);
        Assert.Equal(TaskState.Canceled, read.State);
        Assert.Equal(TaskState.Canceled, Fold(read).Status.State);
        var events = await DrainAsync(first.Id, EventId.None);
        AssertDense(events, 1);
        Assert.Equal(TaskState.Canceled, events[^1].State);
        Assert.Equal(0, (await ReadAsync(second.Id)).QueuePosition);
        Assert.Equal(second.Id, Assert.Single(await CommandsAsync(await ClaimAsync(), 1)).Command.TaskId);
        Assert.Equal(SettleStatus.Terminal, await Queue.SettleAsync(Alice, first.Id, Canceled(), Stop));
        Assert.Equal(SettleStatus.Unknown, await Queue.SettleAsync(Bob, second.Id, Canceled(), Stop));
        Assert.Equal(SettleStatus.Unknown, await Queue.SettleAsync(Alice, "p01-nothing", Canceled(), Stop));
    }

    [Fact]
    public async Task Settle_leaves_alone_what_has_an_owner_or_was_begun()
    {
        var turn = await BeginAsync();
        var waiting = await SubmitAsync();
        Assert.Equal(SettleStatus.Owned, await Queue.SettleAsync(Alice, waiting.Id, Canceled(), Stop));

        await Seam.AdvanceAsync(Options.LeaseTime);

        Assert.Equal(SettleStatus.Begun, await Queue.SettleAsync(Alice, turn.Id, Canceled(), Stop));
        Assert.Equal(SettleStatus.Settled, await Queue.SettleAsync(Alice, waiting.Id, Canceled(), Stop));
        Assert.Equal(TaskState.Working, (await ReadAsync(turn.Id)).State);
    }

    [Fact]
    public async Task Settle_fences_an_owner_whose_lease_ran_out_unnoticed()
    {
        var task = await SubmitAsync();
        var lease = await ClaimAsync();
        await Seam.AdvanceAsync(Options.LeaseTime);
        Assert.Equal(SettleStatus.Settled, await Queue.SettleAsync(Alice, task.Id, Canceled(), Stop));

        var pen = new TaskPen(Seam, lease, task, EventId.First);
        var outcome = await Log.AppendAsync(lease, pen.Next(pen.Status(TaskState.Working)) with { Begun = 1 }, Stop);

        Assert.Equal(AppendStatus.Fenced, outcome.Status);
        Assert.Equal([lease.Session], (await Queue.RenewAsync(Runner1, [lease], Stop)).Lost);
        AssertDense(await DrainAsync(task.Id, EventId.None), 1);
    }

    [Fact]
    public async Task A_status_that_ends_nothing_can_be_settled_and_the_numbers_stay_dense()
    {
        var task = await SubmitAsync();
        var status = new TaskStatus { State = TaskState.Submitted, Message = new Message { MessageId = "note", Role = Role.Agent, Parts = [Part.FromText("waits")] } };
        Assert.Equal(SettleStatus.Settled, await Queue.SettleAsync(Alice, task.Id, status, Stop));

        var lease = await ClaimAsync();
        var read = await ReadAsync(task.Id);
        var pen = new TaskPen(Seam, lease, Fold(read), read.Last);
        await pen.StoreAsync(pen.Next(pen.Status(TaskState.Failed)) with { Begun = 1, Done = 1 });

        Assert.Equal("waits", Fold(read).Status.Message!.Parts[0].Text);
        AssertDense(await DrainAsync(task.Id, EventId.None), 1);
    }
}
