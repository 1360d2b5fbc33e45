using System.Text.Json.Nodes;

namespace CodexA2A.Tasks.Tests.Contract;

/// <summary>Questions to people: the first answer wins.</summary>
public abstract partial class InterruptContract : SeamContract
{
    private static readonly InterruptReply Approve = new() { Decision = InterruptDecision.Approve };
    private static readonly InterruptReply Deny = new() { Decision = InterruptDecision.Deny };

    public static Interrupt Ask(Turn turn, string id, DateTimeOffset now, bool secret = false) => new()
    {
        Id = id,
        TaskId = turn.Id,
        ContextId = turn.Task.ContextId,
        Owner = turn.Lease.Owner,
        Type = "permission",
        Details = new JsonObject { ["command"] = "ls" },
        Epoch = turn.Lease.Epoch,
        AskedAt = now,
        Deadline = now + TimeSpan.FromHours(1),
        Secret = secret,
    };

    [Fact]
    public async Task An_open_interrupt_is_seen_with_the_event_that_opened_it()
    {
        var turn = await AskAsync("q1");

        var read = await ReadAsync(turn.Id);
        Assert.Equal(TaskState.InputRequired, read.State);
        var open = Assert.Single(read.Interrupts);
        Assert.Equal(("q1", InterruptStatus.Pending), (open.Id, open.Status));
        var stored = await Queue.GetInterruptAsync(Alice, "q1", Stop);
        Assert.Equal("ls", stored?.Details["command"]?.GetValue<string>());
        Assert.Equal((turn.Lease.Epoch, turn.Id, "permission", open.Deadline), (stored!.Epoch, stored.TaskId, stored.Type, stored.Deadline));
        Assert.Equal("q1", Assert.Single(await Queue.ListInterruptsAsync(Alice, 10, Stop)).Id);
    }

    [Fact]
    public async Task A_foreign_or_unknown_interrupt_is_unknown()
    {
        await AskAsync("q1");

        Assert.Equal(new AnswerOutcome(AnswerStatus.Unknown, null, EventId.None), await Queue.AnswerAsync(Bob, "q1", Approve, null, Stop));
        Assert.Equal(AnswerStatus.Unknown, (await Queue.AnswerAsync(Alice, "q2", Approve, null, Stop)).Status);
        Assert.Null(await Queue.GetInterruptAsync(Bob, "q1", Stop));
        Assert.Empty(await Queue.ListInterruptsAsync(Bob, 10, Stop));
    }

    [Fact]
    public async Task An_interrupt_expires_and_its_owner_is_told()
    {
        var turn = await AskAsync("q1");
        await KeepAsync(turn, TimeSpan.FromHours(1));

        await Queue.SweepAsync(Stop);

        Assert.Equal("q1", Assert.IsType<ExpireInterrupt>((await NextAsync(turn)).Command).InterruptId);
        Assert.Equal(AnswerStatus.Expired, (await Queue.AnswerAsync(Alice, "q1", Approve, null, Stop)).Status);
        Assert.Empty((await ReadAsync(turn.Id)).Interrupts);
        await Queue.SweepAsync(Stop);
        Assert.Single(await PendingAsync(turn));
    }

    [Fact]
    public async Task An_answer_past_the_deadline_is_too_late_even_before_the_sweep()
    {
        var turn = await AskAsync("q1");
        await KeepAsync(turn, TimeSpan.FromHours(1));

        Assert.Equal(AnswerStatus.Expired, (await Queue.AnswerAsync(Alice, "q1", Approve, null, Stop)).Status);

        Assert.IsType<ExpireInterrupt>((await NextAsync(turn)).Command);
    }

    [Fact]
    public async Task A_takeover_supersedes_what_was_asked_and_the_successor_is_named()
    {
        var turn = await AskAsync("q1");
        await Seam.AdvanceAsync(Options.LeaseTime);
        var lease = await ClaimAsync(Runner2);
        Assert.Equal(AnswerStatus.Superseded, (await Queue.AnswerAsync(Alice, "q1", Approve, null, Stop)).Status);

        var read = await ReadAsync(turn.Id);
        var pen = new TaskPen(Seam, lease, Fold(read), read.Last);
        var again = Ask(turn, "q2", Seam.Time.GetUtcNow()) with { Epoch = lease.Epoch };
        await pen.StoreAsync(pen.Next(pen.Status(TaskState.InputRequired)) with
        {
            Opened = [again],
            Closed = [new InterruptClosing("q1", InterruptStatus.Superseded, "q2")],
        });

        var old = await Queue.AnswerAsync(Alice, "q1", Approve, null, Stop);
        Assert.Equal((AnswerStatus.Superseded, "q2"), (old.Status, old.Interrupt?.SupersededBy));
        Assert.Equal("q2", Assert.Single((await ReadAsync(turn.Id)).Interrupts).Id);
    }

    [Fact]
    public async Task What_a_lost_owner_asked_is_succeeded_by_what_the_next_one_asks()
    {
        var turn = await AskAsync("q1", "q2");
        var other = await BeginAsync("other");
        await other.Pen.StoreAsync(new TaskAppend(other.Id, []) { Opened = [Ask(other, "o1", Seam.Time.GetUtcNow())] });
        await Seam.ReopenAsync();
        SessionLease[] leases = [await ClaimAsync(Runner2), await ClaimAsync(Runner2)];
        var lease = leases.Single(lease => lease.ContextId == "ctx");
        var read = await ReadAsync(turn.Id);
        var pen = new TaskPen(Seam, lease, Fold(read), read.Last);
        foreach (var id in (string[])["q3", "q4"])
        {
            await pen.StoreAsync(pen.Next(pen.Status(TaskState.InputRequired)) with { Opened = [Ask(turn, id, Seam.Time.GetUtcNow()) with { Epoch = lease.Epoch }] });
        }

        foreach (var id in (string[])["q1", "q2"])
        {
            var old = await Queue.AnswerAsync(Alice, id, Approve, null, Stop);
            Assert.Equal((AnswerStatus.Superseded, "q3"), (old.Status, old.Interrupt?.SupersededBy));
        }

        Assert.Null((await Queue.GetInterruptAsync(Alice, "o1", Stop))?.SupersededBy);
        Assert.Equal(AnswerStatus.Accepted, (await Queue.AnswerAsync(Alice, "q3", Approve, null, Stop)).Status);
    }

    [Fact]
    public async Task The_owner_may_withdraw_but_not_undo_an_answer()
    {
        var turn = await AskAsync("q1", "q2");
        await Queue.AnswerAsync(Alice, "q1", Approve, null, Stop);

        await turn.Pen.StoreAsync(new TaskAppend(turn.Id, [])
        {
            Closed = [new InterruptClosing("q1", InterruptStatus.Withdrawn), new InterruptClosing("q2", InterruptStatus.Withdrawn)],
        });

        Assert.Equal(InterruptStatus.Answered, (await Queue.GetInterruptAsync(Alice, "q1", Stop))?.Status);
        Assert.Equal(AnswerStatus.Superseded, (await Queue.AnswerAsync(Alice, "q2", Approve, null, Stop)).Status);
        Assert.Empty((await ReadAsync(turn.Id)).Interrupts);
    }

    [Fact]
    public async Task The_end_of_a_task_withdraws_its_open_interrupts()
    {
        var turn = await AskAsync("q1");

        await CompleteAsync(turn);

        Assert.Equal(InterruptStatus.Withdrawn, (await Queue.GetInterruptAsync(Alice, "q1", Stop))?.Status);
        Assert.Empty(await Queue.ListInterruptsAsync(Alice, 10, Stop));
    }

    [Fact]
    public async Task Open_interrupts_are_listed_oldest_first_up_to_the_limit()
    {
        var turn = await BeginAsync();
        foreach (var id in (string[])["q3", "q1", "q2"])
        {
            await turn.Pen.StoreAsync(new TaskAppend(turn.Id, []) { Opened = [Ask(turn, id, Seam.Time.GetUtcNow())] });
            await Seam.AdvanceAsync(TimeSpan.FromMilliseconds(5));
        }

        Assert.Equal(["q3", "q1"], (await Queue.ListInterruptsAsync(Alice, 2, Stop)).Select(open => open.Id));
        Assert.Equal(["q3", "q1", "q2"], (await ReadAsync(turn.Id)).Interrupts.Select(open => open.Id));
    }

    [Fact]
    public async Task Opening_the_same_interrupt_again_changes_nothing()
    {
        var turn = await AskAsync("q1");
        await Queue.AnswerAsync(Alice, "q1", Approve, null, Stop);

        await turn.Pen.StoreAsync(new TaskAppend(turn.Id, []) { Opened = [Ask(turn, "q1", Seam.Time.GetUtcNow())] });

        Assert.Equal(InterruptStatus.Answered, (await Queue.GetInterruptAsync(Alice, "q1", Stop))?.Status);
        Assert.Empty((await ReadAsync(turn.Id)).Interrupts);
    }

    [Fact]
    public async Task A_parked_session_rests_until_its_answer_comes()
    {
        var turn = await AskAsync("q1");
        await Queue.ReleaseAsync(turn.Lease, drain: true, Stop);
        await SubmitAsync();
        Assert.Null(await Queue.TryClaimAsync(Runner2, Stop));
        Assert.Equal(InterruptStatus.Pending, (await Queue.GetInterruptAsync(Alice, "q1", Stop))?.Status);

        var waiting = Queue.WaitForWorkAsync(Runner2, Stop).AsTask();
        Assert.Equal(AnswerStatus.Accepted, (await Queue.AnswerAsync(Alice, "q1", Approve, null, Stop)).Status);
        await waiting;

        var lease = await ClaimAsync(Runner2);
        Assert.Equal(((long?)turn.Command, 0), (lease.Begun, lease.Takeovers));
        Assert.Equal(InterruptStatus.Answered, (await Queue.GetInterruptAsync(Alice, "q1", Stop))?.Status);
    }

    private async Task<Turn> AskAsync(params string[] ids)
    {
        var turn = await BeginAsync();
        await turn.Pen.StoreAsync(turn.Pen.Next(turn.Pen.Status(TaskState.InputRequired)) with
        {
            Opened = [.. ids.Select(id => Ask(turn, id, Seam.Time.GetUtcNow()))],
        });
        return turn;
    }

    /// <summary>Lets time pass without losing the lease.</summary>
    private async Task KeepAsync(Turn turn, TimeSpan time)
    {
        await Seam.AdvanceAsync(time);
        Assert.Empty((await Queue.RenewAsync(Runner1, [turn.Lease], Stop)).Lost);
    }

    private async Task<QueuedCommand> NextAsync(Turn turn)
    {
        await using var commands = Queue.ReadCommandsAsync(turn.Lease, turn.Command, Stop).GetAsyncEnumerator(Stop);
        Assert.True(await commands.MoveNextAsync());
        return commands.Current;
    }

    /// <summary>The commands behind the turn's own.</summary>
    private async Task<List<QueuedCommand>> PendingAsync(Turn turn)
    {
        var pending = new List<QueuedCommand>();
        for (var id = turn.Command + 1; await Queue.GetCommandAsync(turn.Lease, id, Stop) is { } command; id++)
        {
            pending.Add(command);
        }

        return pending;
    }
}
