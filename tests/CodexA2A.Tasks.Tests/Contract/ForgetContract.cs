namespace CodexA2A.Tasks.Tests.Contract;

/// <summary>A session that is forgotten leaves nothing; whoever dies while forgetting leaves it to the next owner.</summary>
public abstract class ForgetContract : SeamContract
{
    private const string Canary = "canary-heron-7391";
    private static readonly SessionBinding Thread = new("thread-1", "home-1");
    private static readonly ForgottenThreads Deleted = new("deleted", []);

    [Fact]
    public async Task Nothing_of_a_forgotten_session_is_stored_and_the_proof_counts_it()
    {
        var kept = await RunAsync("other");
        var turn = await SaidAsync(Canary);
        var events = turn.Pen.Last.Seq;
        Assert.NotEmpty(await Seam.FindAsync(Canary));

        var (request, outcome) = await ForgetAsync();

        Assert.Equal(ForgetOutcome.Gone, outcome);
        var proof = await Forgets.FindAsync(Alice, "ctx", request, Stop);
        Assert.Equal((1, (int)events, 1, "deleted"), (proof!.Tasks, proof.Events, proof.Interrupts, proof.Thread));
        Assert.Empty(proof.Remaining!);
        foreach (var words in (string[])[Canary, turn.Id, turn.Lease.Session.Value, "\"ctx\"", "submit-1", Thread.ThreadId, "question-1"])
        {
            Assert.True(await Seam.FindAsync(words) is { Count: 0 } found, $"{words}: {string.Join(", ", await Seam.FindAsync(words))}");
        }

        Assert.Null(await Log.ReadAsync(Alice, turn.Id, Stop));
        Assert.Null(await Queue.GetInterruptAsync(Alice, "question-1", Stop));
        Assert.Null(await Queue.FindThreadAsync(Alice, Thread.ThreadId, Stop));
        Assert.Null(await Queue.FindSubmitAsync(Alice, "submit-1", Stop));
        Assert.Equal([kept.Id], (await Log.ListAsync(Alice, new TaskListQuery(10), Stop)).Tasks.Select(task => task.TaskId));
        Assert.Equal(AppendStatus.Fenced, (await Log.AppendAsync(turn.Lease, new TaskAppend(turn.Id, []) { Done = turn.Command }, Stop)).Status);
        Assert.Equal(ForgetStatus.Unknown, (await Forgets.AskAsync(Alice, "ctx", null, Stop)).Status);
    }

    [Fact]
    public async Task The_next_message_of_a_forgotten_context_begins_anew()
    {
        await SaidAsync(Canary);
        var before = (await ForgetAsync()).Outcome;

        var turn = await BeginAsync();

        Assert.Equal(ForgetOutcome.Gone, before);
        Assert.Null(turn.Lease.Binding);
        Assert.Equal((1, null), (turn.Command, turn.Lease.Begun));
    }

    [Fact]
    public async Task A_foreign_session_is_an_unknown_one()
    {
        await RunAsync();

        Assert.Equal(await Forgets.AskAsync(Bob, "nowhere", null, Stop), await Forgets.AskAsync(Bob, "ctx", null, Stop));
        Assert.Equal(new ForgetRequest(ForgetStatus.Unknown, ""), await Forgets.AskAsync(Bob, "ctx", null, Stop));
        Assert.Null(await Queue.TryClaimAsync(Runner1, Stop));
    }

    [Fact]
    public async Task A_session_with_an_unfinished_turn_is_not_forgotten()
    {
        await SubmitAsync();
        Assert.Equal(ForgetStatus.Busy, (await Forgets.AskAsync(Alice, "ctx", null, Stop)).Status);

        var lease = await ClaimAsync();
        await using var commands = Queue.ReadCommandsAsync(lease, 0, Stop).GetAsyncEnumerator(Stop);
        Assert.True(await commands.MoveNextAsync());
        Assert.IsType<RunTurn>(commands.Current.Command);
        Assert.Equal(ForgetStatus.Busy, (await Forgets.AskAsync(Alice, "ctx", null, Stop)).Status);
    }

    [Fact]
    public async Task Asked_twice_it_is_one_command()
    {
        await RunAsync();

        var first = await Forgets.AskAsync(Alice, "ctx", null, Stop);
        var second = await Forgets.AskAsync(Alice, "ctx", null, Stop);

        Assert.Equal((ForgetStatus.Accepted, first), (first.Status, second));
        Assert.Null(await Forgets.FindAsync(Alice, "ctx", first.RequestId, Stop));
    }

    [Fact]
    public async Task A_turn_sent_behind_the_command_is_not_lost()
    {
        await SaidAsync(Canary);
        var request = await Forgets.AskAsync(Alice, "ctx", null, Stop);
        var later = await SubmitAsync();
        var lease = await ClaimAsync();
        var command = await CommandAsync(lease);

        Assert.Equal(ForgetOutcome.GoesOn, await Forgets.ForgetAsync(lease, command.Id, (ForgetSession)command.Command, Deleted, Stop));

        Assert.Empty((await Forgets.FindAsync(Alice, "ctx", request.RequestId, Stop))!.Remaining!);
        Assert.Empty(await Seam.FindAsync(Canary));
        Assert.Empty((await Forgets.ThreadsAsync(lease, Stop))!);
        Assert.Equal(later.Id, (await CommandAsync(lease, command.Id)).Command.TaskId);
        Assert.Equal(TaskState.Submitted, (await ReadAsync(later.Id)).State);
        Assert.Equal(ForgetStatus.Busy, (await Forgets.AskAsync(Alice, "ctx", null, Stop)).Status);
    }

    [Fact]
    public async Task A_lost_owner_deletes_nothing_and_the_next_one_goes_on()
    {
        var turn = await SaidAsync(Canary);
        var request = await Forgets.AskAsync(Alice, "ctx", null, Stop);
        var dead = await ClaimAsync();
        await Seam.ReopenAsync();
        var next = await ClaimAsync(Runner2);
        var command = await CommandAsync(next);

        Assert.Null(await Forgets.ThreadsAsync(dead, Stop));
        Assert.Equal(ForgetOutcome.Lost, await Forgets.ForgetAsync(dead, command.Id, (ForgetSession)command.Command, Deleted, Stop));
        Assert.NotNull(await Log.ReadAsync(Alice, turn.Id, Stop));

        Assert.Equal(ForgetOutcome.Gone, await Forgets.ForgetAsync(next, command.Id, (ForgetSession)command.Command, Deleted, Stop));
        Assert.Equal(1, (await Forgets.FindAsync(Alice, "ctx", request.RequestId, Stop))!.Tasks);
        Assert.Empty(await Seam.FindAsync(Canary));
    }

    [Fact]
    public async Task Every_thread_that_a_session_ever_had_is_known()
    {
        var turn = await BeginAsync();
        foreach (var thread in (string[])["a", "b", "a", "c"])
        {
            await turn.Pen.StoreAsync(new TaskAppend(turn.Id, []) { Binding = new SessionBinding($"thread-{thread}", $"home-{thread}") });
        }

        Assert.Equal(
            [("thread-c", "home-c"), ("thread-a", "home-a"), ("thread-b", "home-b")],
            (await Forgets.ThreadsAsync(turn.Lease, Stop))!.Select(thread => (thread.ThreadId, thread.Home)));
    }

    [Fact]
    public async Task What_was_left_of_the_threads_is_in_the_proof()
    {
        await SaidAsync(Canary);

        var (request, _) = await ForgetAsync(new ForgottenThreads("unreachable", ["thread:x", "thread:y"]));

        var proof = await Forgets.FindAsync(Alice, "ctx", request, Stop);
        Assert.Equal("unreachable", proof!.Thread);
        Assert.Equal(["thread:x", "thread:y"], proof.Remaining);
    }

    private ISessionForgetting Forgets => Seam.Forgetting;

    /// <summary>A whole turn that says the words in each place: message, answer, question; with a thread and a submit id of a client.</summary>
    private async Task<Turn> SaidAsync(string words)
    {
        var submission = Submission(submitId: "submit-1", text: words);
        await Queue.SubmitAsync(submission, Stop);
        var lease = await ClaimAsync();
        var pen = new TaskPen(Seam, lease, submission.Task, EventId.First);
        var turn = new Turn(submission.Task, lease, pen, lease.Cursor + 1);
        await pen.StoreAsync(pen.Next(pen.Status(TaskState.Working)) with { Begun = turn.Command, Binding = Thread });
        await pen.WriteAsync(pen.Text(words + " " + string.Concat(Enumerable.Repeat(words, 2000)), append: false));
        var asked = InterruptContract.Ask(turn, "question-1", Seam.Time.GetUtcNow()) with { Details = new() { ["command"] = words } };
        await pen.StoreAsync(pen.Next(pen.Status(TaskState.InputRequired)) with { Opened = [asked] });
        await Queue.AnswerAsync(Alice, asked.Id, new InterruptReply { Decision = InterruptDecision.Approve }, submission.Task.History![0], Stop);
        await pen.StoreAsync(pen.Next(pen.Status(TaskState.Completed)) with { Done = turn.Command + 1 });
        Assert.True(await Queue.ReleaseAsync(lease, drain: false, Stop));
        return turn;
    }

    private async Task<(string Request, ForgetOutcome Outcome)> ForgetAsync(ForgottenThreads? threads = null)
    {
        var request = await Forgets.AskAsync(Alice, "ctx", null, Stop);
        Assert.Equal(ForgetStatus.Accepted, request.Status);
        var lease = await ClaimAsync();
        var command = await CommandAsync(lease);
        return (request.RequestId, await Forgets.ForgetAsync(lease, command.Id, (ForgetSession)command.Command, threads ?? Deleted, Stop));
    }

    private async Task<QueuedCommand> CommandAsync(SessionLease lease, long? after = null)
    {
        await using var commands = Queue.ReadCommandsAsync(lease, after ?? lease.Cursor, Stop).GetAsyncEnumerator(Stop);
        Assert.True(await commands.MoveNextAsync());
        return commands.Current;
    }
}
