using System.Text.Json.Nodes;

namespace CodexA2A.Tasks.Tests.Contract;

// What happens to an answer.
public abstract partial class InterruptContract
{
    [Fact]
    public async Task The_first_answer_wins_and_reaches_the_owner()
    {
        var turn = await AskAsync("q1");
        var message = new Message { MessageId = "m", Role = Role.User, Parts = [Part.FromText("approve")] };

        var outcome = await Queue.AnswerAsync(Alice, "q1", Approve, message, Stop);

        Assert.Equal((AnswerStatus.Accepted, turn.Pen.Last), (outcome.Status, outcome.Position));
        Assert.Equal((InterruptStatus.Answered, Approve), (outcome.Interrupt?.Status, outcome.Interrupt?.Reply));
        var answer = Assert.IsType<AnswerInterrupt>((await NextAsync(turn)).Command);
        Assert.Equal(("q1", Approve, "m"), (answer.InterruptId, answer.Reply, answer.Message?.MessageId));
        Assert.Empty((await ReadAsync(turn.Id)).Interrupts);
        Assert.Empty(await Queue.ListInterruptsAsync(Alice, 10, Stop));
        Assert.Equal(InterruptDecision.Approve, (await Queue.GetInterruptAsync(Alice, "q1", Stop))?.Reply?.Decision);
    }

    [Fact]
    public async Task Every_member_of_a_question_and_of_its_answer_is_kept()
    {
        var turn = await BeginAsync();
        var asked = Ask(turn, "q1", Seam.Time.GetUtcNow()) with { ThreadId = "thread-1", Type = "permissions" };
        await turn.Pen.StoreAsync(turn.Pen.Next(turn.Pen.Status(TaskState.InputRequired)) with { Opened = [asked] });
        var reply = new InterruptReply
        {
            Decision = InterruptDecision.ApproveForSession,
            Answers = [["a", "b"], []],
            Permissions = new JsonObject { ["network"] = new JsonObject { ["enabled"] = true } },
            Scope = "session",
            Amendment = new InterruptAmendment("host", "deny"),
            Content = new JsonObject { ["name"] = "Ann" },
        };
        // A member that is not set here is one that this test does not know.
        Assert.DoesNotContain("null", SeamText(reply), StringComparison.Ordinal);
        Assert.Equal(typeof(InterruptReply).GetProperties().Length, JsonNode.Parse(SeamText(reply))!.AsObject().Count);

        await Queue.AnswerAsync(Alice, "q1", reply, null, Stop);

        Assert.Equal(SeamText(reply), SeamText(Assert.IsType<AnswerInterrupt>((await NextAsync(turn)).Command).Reply));
        await Seam.ReopenAsync();
        var stored = await Queue.GetInterruptAsync(Alice, "q1", Stop);
        Assert.Equal(("thread-1", "permissions", SeamText(reply)), (stored!.ThreadId, stored.Type, SeamText(stored.Reply!)));
        Assert.Equal((AnswerStatus.Repeated, AnswerStatus.Conflict),
            ((await Queue.AnswerAsync(Alice, "q1", reply, null, Stop)).Status, (await Queue.AnswerAsync(Alice, "q1", reply with { Amendment = new InterruptAmendment() }, null, Stop)).Status));
    }

    [Fact]
    public async Task A_large_answer_is_kept_small_as_a_message_and_whole_as_an_answer()
    {
        var turn = await AskAsync("q1");
        var text = new string('x', 1_000_000);
        var message = new Message { MessageId = "m", Role = Role.User, Parts = [Part.FromText(text)] };

        await Queue.AnswerAsync(Alice, "q1", new InterruptReply { Answers = [[text]] }, message, Stop);

        var answer = Assert.IsType<AnswerInterrupt>((await NextAsync(turn)).Command);
        Assert.Equal(text, answer.Reply.Answers![0][0]);
        Assert.InRange(answer.Message!.Parts[0].Text!.Length, 1000, EventLimits.AnswerBytes);
    }

    [Fact]
    public async Task The_same_answer_again_is_a_repeat_and_another_a_conflict()
    {
        var turn = await AskAsync("q1");
        var first = await Queue.AnswerAsync(new AnswerSubmission(Alice, "q1", Approve) { TraceParent = "00-trace-01" }, Stop);
        await turn.Pen.WriteAsync(turn.Pen.Status(TaskState.Working));

        var repeat = await Queue.AnswerAsync(Alice, "q1", Approve with { }, null, Stop);
        Assert.Equal((AnswerStatus.Repeated, first.Position), (repeat.Status, repeat.Position));
        Assert.Equal("00-trace-01", (await NextAsync(turn)).Command.TraceParent);
        var conflict = await Queue.AnswerAsync(Alice, "q1", Deny, null, Stop);
        Assert.Equal((AnswerStatus.Conflict, (InterruptDecision?)InterruptDecision.Approve), (conflict.Status, conflict.Interrupt?.Reply?.Decision));
        Assert.Equal([turn.Command + 1], (await PendingAsync(turn)).Select(command => command.Id));
    }

    [Fact]
    public async Task An_answer_with_a_submit_id_is_known_again_with_its_position()
    {
        var turn = await AskAsync("q1");
        var answer = new AnswerSubmission(Alice, "q1", Approve) { SubmitId = "key" };
        Assert.Null(await Queue.FindSubmitAsync(Alice, "key", Stop));
        var first = await Queue.AnswerAsync(answer, Stop);
        await turn.Pen.WriteAsync(turn.Pen.Status(TaskState.Working));
        await turn.Pen.WriteAsync(turn.Pen.Text("later"));

        var again = await Queue.AnswerAsync(answer with { Reply = Deny }, Stop);

        Assert.Equal((AnswerStatus.Repeated, first.Position), (again.Status, again.Position));
        await Seam.ReopenAsync();
        Assert.Equal(
            new SubmitOutcome(SubmitStatus.Duplicate, turn.Id, "ctx") { AnsweredAt = first.Position },
            await Queue.FindSubmitAsync(Alice, "key", Stop));
        Assert.Null(await Queue.FindSubmitAsync(Bob, "key", Stop));
        Assert.Equal(first.Position, (await Queue.SubmitAsync(Submission(submitId: "key"), Stop)).AnsweredAt);
    }

    [Fact]
    public async Task A_submit_id_is_for_one_answer_however_much_alike_another_one_is()
    {
        await AskAsync("q1");
        var answer = new AnswerSubmission(Alice, "q1", Approve) { SubmitId = "key", Fingerprint = "one" };
        var first = await Queue.AnswerAsync(answer, Stop);

        Assert.Equal(first.Position, (await Queue.AnswerAsync(answer, Stop)).Position);
        Assert.Equal(AnswerStatus.Conflict, (await Queue.AnswerAsync(answer with { Fingerprint = "other" }, Stop)).Status);
        Assert.Equal("one", (await Queue.FindSubmitAsync(Alice, "key", Stop))?.Fingerprint);
    }

    [Fact]
    public async Task Of_a_secret_answer_no_fingerprint_is_kept()
    {
        var turn = await BeginAsync();
        await turn.Pen.StoreAsync(new TaskAppend(turn.Id, []) { Opened = [Ask(turn, "q1", Seam.Time.GetUtcNow(), secret: true)] });
        var answer = new AnswerSubmission(Alice, "q1", new InterruptReply { Answers = [["hunter2"]] }) { SubmitId = "key", Fingerprint = "fingerprint-of-hunter2" };
        var first = await Queue.AnswerAsync(answer, Stop);

        Assert.Equal((AnswerStatus.Accepted, AnswerStatus.Repeated), (first.Status, (await Queue.AnswerAsync(answer, Stop)).Status));
        Assert.Null((await Queue.FindSubmitAsync(Alice, "key", Stop))?.Fingerprint);
        Assert.Empty(await Seam.FindAsync("fingerprint-of-hunter2"));
    }

    [Fact]
    public async Task An_answer_that_was_not_taken_leaves_its_submit_id_free()
    {
        var turn = await AskAsync("q1");
        await KeepAsync(turn, TimeSpan.FromHours(1));
        Assert.Equal(AnswerStatus.Expired, (await Queue.AnswerAsync(new AnswerSubmission(Alice, "q1", Approve) { SubmitId = "key" }, Stop)).Status);
        Assert.Null(await Queue.FindSubmitAsync(Alice, "key", Stop));
    }

    [Fact]
    public async Task Of_many_answers_at_once_one_is_accepted()
    {
        var turn = await AskAsync("q1");

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(
            i => Queue.AnswerAsync(Alice, "q1", new InterruptReply { Answers = [["answer " + i]] }, null, Stop).AsTask()));

        Assert.Single(outcomes, outcome => outcome.Status == AnswerStatus.Accepted);
        Assert.Equal(19, outcomes.Count(outcome => outcome.Status == AnswerStatus.Conflict));
        Assert.Single(await PendingAsync(turn));
    }

    [Fact]
    public async Task A_secret_answer_is_delivered_once_and_shown_nowhere()
    {
        var turn = await BeginAsync();
        await turn.Pen.StoreAsync(new TaskAppend(turn.Id, []) { Opened = [Ask(turn, "q1", Seam.Time.GetUtcNow(), secret: true)] });
        var secret = new InterruptReply { Answers = [["hunter2"]] };
        var message = new Message { MessageId = "m", Role = Role.User, Parts = [Part.FromText("hunter2")] };

        var outcome = await Queue.AnswerAsync(Alice, "q1", secret, message, Stop);

        Assert.Equal((AnswerStatus.Accepted, null), (outcome.Status, outcome.Interrupt?.Reply));
        Assert.Null((await Queue.GetInterruptAsync(Alice, "q1", Stop))?.Reply);
        Assert.Equal(AnswerStatus.Repeated, (await Queue.AnswerAsync(Alice, "q1", secret, null, Stop)).Status);
        Assert.Equal(AnswerStatus.Conflict, (await Queue.AnswerAsync(Alice, "q1", new InterruptReply { Answers = [["other"]] }, null, Stop)).Status);
        var first = Assert.IsType<AnswerInterrupt>((await NextAsync(turn)).Command);
        Assert.Equal(("hunter2", "m"), (first.Reply.Answers![0][0], first.Message?.MessageId));
        var second = Assert.IsType<AnswerInterrupt>((await NextAsync(turn)).Command);
        Assert.Equal((null, null), (second.Reply.Answers, second.Message));
    }

    [Fact]
    public async Task A_secret_answer_that_nobody_read_is_gone_after_a_minute()
    {
        var turn = await BeginAsync();
        await turn.Pen.StoreAsync(new TaskAppend(turn.Id, []) { Opened = [Ask(turn, "q1", Seam.Time.GetUtcNow(), secret: true)] });
        await Queue.AnswerAsync(Alice, "q1", new InterruptReply { Answers = [["hunter2"]] }, null, Stop);
        await KeepAsync(turn, TimeSpan.FromSeconds(61));

        Assert.Null(Assert.IsType<AnswerInterrupt>((await NextAsync(turn)).Command).Reply.Answers);
    }

    private static string SeamText(InterruptReply reply) => System.Text.Encoding.UTF8.GetString(SeamJson.Serialize(reply));
}
