using System.Text.Json.Nodes;
using CodexA2A.Cli.Calls;
using CodexA2A.Cli.Client;
using CodexA2A.Cli.Rendering;

namespace CodexA2A.Cli.Tests.Client;

public sealed class CallSessionTests
{
    [Theory]
    [InlineData("approve", true)]
    [InlineData("deny", false)]
    public async Task A_permission_is_answered_with_its_id_and_the_turn_goes_on(string word, bool approve)
    {
        await using var fake = await FakeAgent.StartAsync(
            call => call.StreamAsync(("0-1", Events.Task(TaskState.Submitted)), ("1-2", Events.Asks("q1"))),
            call => call.StreamAsync(("1-4", Events.Status(TaskState.Working)), ("1-5", Events.Status(TaskState.Completed))));
        Assert.Equal(ExitCodes.Ok, await RunAsync(fake, new FixedAnswers(approve)));
        var message = fake.Calls.Last().Params.GetProperty("message");
        Assert.Equal(Events.TaskId, message.GetProperty("taskId").GetString());
        Assert.Equal("c1", message.GetProperty("contextId").GetString());
        Assert.Equal(word, message.GetProperty("parts")[0].GetProperty("text").GetString());
        Assert.Equal("q1", message.GetProperty("metadata").GetProperty("shared").GetProperty("interrupt").GetProperty("request_id").GetString());
    }

    [Fact]
    public async Task A_question_that_nobody_can_answer_leaves_the_task_waiting()
    {
        var details = new JsonObject { ["questions"] = new JsonArray(new JsonObject { ["id"] = "x", ["question"] = "Which?" }) };
        await using var fake = await FakeAgent.StartAsync(
            call => call.StreamAsync(("0-1", Events.Task(TaskState.Submitted)), ("1-2", Events.Asks("q1", "question", details))));
        Assert.Equal(ExitCodes.Waiting, await RunAsync(fake, new FixedAnswers(approve: true)));
        Assert.Single(fake.Calls);
    }

    [Fact]
    public async Task A_person_is_asked_until_the_answer_is_clear()
    {
        await using var fake = await FakeAgent.StartAsync(
            call => call.StreamAsync(("0-1", Events.Task(TaskState.Submitted)), ("1-2", Events.Asks("q1"))),
            call => call.StreamAsync(("1-4", Events.Status(TaskState.Canceled))));
        using var output = new StringWriter { NewLine = "\n" };
        using var input = new StringReader("what?\nc\n");
        Assert.Equal(ExitCodes.Failed, await RunAsync(fake, new TerminalAnswers(new TerminalWriter(output, colour: false), input)));
        Assert.Equal("cancel", fake.Calls.Last().Params.GetProperty("message").GetProperty("parts")[0].GetProperty("text").GetString());
        Assert.Equal(2, output.ToString().Split("[y] approve").Length - 1);
    }

    [Fact]
    public async Task Without_anybody_at_the_terminal_the_task_waits()
    {
        await using var fake = await FakeAgent.StartAsync(
            call => call.StreamAsync(("0-1", Events.Task(TaskState.Submitted)), ("1-2", Events.Asks("q1"))));
        using var nobody = new StringReader("");
        Assert.Equal(ExitCodes.Waiting, await RunAsync(fake, new TerminalAnswers(new TerminalWriter(TextWriter.Null, colour: false), nobody)));
    }

    [Theory]
    [InlineData(TaskState.Completed, ExitCodes.Ok)]
    [InlineData(TaskState.Failed, ExitCodes.Failed)]
    [InlineData(TaskState.Rejected, ExitCodes.Failed)]
    [InlineData(TaskState.Canceled, ExitCodes.Failed)]
    public async Task The_exit_code_says_how_the_task_ended(TaskState state, int code)
    {
        await using var fake = await FakeAgent.StartAsync(call => call.StreamAsync(("0-1", Events.Task(TaskState.Submitted)), ("1-2", Events.Status(state))));
        Assert.Equal(code, await RunAsync(fake, new FixedAnswers(approve: false)));
    }

    [Fact]
    public async Task A_question_is_answered_with_words()
    {
        var details = new JsonObject { ["questions"] = new JsonArray(new JsonObject { ["id"] = "x", ["question"] = "Which?" }) };
        await using var fake = await FakeAgent.StartAsync(
            call => call.StreamAsync(("0-1", Events.Task(TaskState.Submitted)), ("1-2", Events.Asks("q1", "question", details))),
            call => call.StreamAsync(("1-4", Events.Status(TaskState.Completed))));
        using var input = new StringReader("Green\n");
        Assert.Equal(ExitCodes.Ok, await RunAsync(fake, new TerminalAnswers(new TerminalWriter(TextWriter.Null, colour: false), input)));
        Assert.Equal("Green", fake.Calls.Last().Params.GetProperty("message").GetProperty("parts")[0].GetProperty("text").GetString());
    }

    [Fact]
    public async Task Each_of_several_questions_is_answered_by_a_part_of_its_own()
    {
        var details = new JsonObject { ["questions"] = new JsonArray(new JsonObject { ["id"] = "x" }, new JsonObject { ["id"] = "y" }) };
        await using var fake = await FakeAgent.StartAsync(
            call => call.StreamAsync(("0-1", Events.Task(TaskState.Submitted)), ("1-2", Events.Asks("q1", "question", details))),
            call => call.StreamAsync(("1-4", Events.Status(TaskState.Completed))));
        using var input = new StringReader("Green\nLarge\n");
        Assert.Equal(ExitCodes.Ok, await RunAsync(fake, new TerminalAnswers(new TerminalWriter(TextWriter.Null, colour: false), input)));
        Assert.Equal(["Green", "Large"], fake.Calls.Last().Params.GetProperty("message").GetProperty("parts").EnumerateArray().Select(part => part.GetProperty("text").GetString()));
    }

    [Theory]
    [InlineData("what?\n{\"color\":\"red\"}\n", "data", "{\"color\":\"red\"}")]
    [InlineData("[1]\n{\nn\n", "text", "\"deny\"")]
    public async Task A_form_is_filled_or_decided_about(string typed, string member, string json)
    {
        await using var fake = await FakeAgent.StartAsync(
            call => call.StreamAsync(("0-1", Events.Task(TaskState.Submitted)), ("1-2", Events.Asks("q1", "elicitation"))),
            call => call.StreamAsync(("1-4", Events.Status(TaskState.Completed))));
        using var input = new StringReader(typed);
        Assert.Equal(ExitCodes.Ok, await RunAsync(fake, new TerminalAnswers(new TerminalWriter(TextWriter.Null, colour: false), input)));
        Assert.Equal(json, fake.Calls.Last().Params.GetProperty("message").GetProperty("parts")[0].GetProperty(member).GetRawText());
    }

    [Fact]
    public async Task A_refused_answer_is_told_and_asked_for_again()
    {
        await using var fake = await FakeAgent.StartAsync(
            call => call.StreamAsync(("0-1", Events.Task(TaskState.Submitted)), ("1-2", Events.Asks("q1", "question"))),
            call => call.ErrorAsync(-32602, "message.parts must be the answer as text"),
            call => call.StreamAsync(("1-4", Events.Status(TaskState.Completed))));
        using var output = new StringWriter { NewLine = "\n" };
        using var input = new StringReader("Blue\nGreen\n");
        Assert.Equal(ExitCodes.Ok, await RunAsync(fake, new TerminalAnswers(new TerminalWriter(output, colour: false), input)));
        Assert.Contains("must be the answer as text", output.ToString(), StringComparison.Ordinal);
        var message = fake.Calls.Last().Params.GetProperty("message");
        Assert.Equal("Green", message.GetProperty("parts")[0].GetProperty("text").GetString());
        Assert.Equal("q1", message.GetProperty("metadata").GetProperty("shared").GetProperty("interrupt").GetProperty("request_id").GetString());
    }

    [Fact]
    public async Task An_empty_line_is_no_answer_and_is_asked_again()
    {
        await using var fake = await FakeAgent.StartAsync(
            call => call.StreamAsync(("0-1", Events.Task(TaskState.Submitted)), ("1-2", Events.Asks("q1", "question"))),
            call => call.StreamAsync(("1-4", Events.Status(TaskState.Completed))));
        using var output = new StringWriter { NewLine = "\n" };
        using var input = new StringReader("\n  \nGreen\n");
        Assert.Equal(ExitCodes.Ok, await RunAsync(fake, new TerminalAnswers(new TerminalWriter(output, colour: false), input)));
        Assert.Equal(2, fake.Calls.Count);
        Assert.Equal(3, output.ToString().Split("your answer: ").Length - 1);
    }

    [Fact]
    public async Task A_refused_answer_that_was_fixed_beforehand_leaves_the_task_waiting()
    {
        await using var fake = await FakeAgent.StartAsync(
            call => call.StreamAsync(("0-1", Events.Task(TaskState.Submitted)), ("1-2", Events.Asks("q1"))),
            call => call.ErrorAsync(-32602, "no"));
        Assert.Equal(ExitCodes.Waiting, await RunAsync(fake, new FixedAnswers(approve: true)));
    }

    [Fact]
    public void The_short_list_of_open_questions_does_not_hide_the_long_form()
    {
        var questions = new OpenQuestions();
        var e = Events.Asks("q1", "question", new JsonObject { ["questions"] = new JsonArray(new JsonObject { ["is_secret"] = true }) });
        e.StatusUpdate!.Metadata!["shared"]!["interrupts"] = new JsonArray(
            new JsonObject { ["request_id"] = "q0", ["type"] = "permission" }, new JsonObject { ["request_id"] = "q1", ["type"] = "question" });
        questions.Apply(e);
        Assert.Equal(["q0", "q1"], questions.Items.Select(item => item.RequestId));
        Assert.Equal([true], questions.Items[1].Secrets);
    }

    [Fact]
    public void Questions_are_open_until_they_are_answered()
    {
        var questions = new OpenQuestions();
        questions.Apply(Events.Asks("q1"));
        questions.Apply(Events.Asks("q2", "question"));
        questions.Apply(Events.Asks("q1"));
        Assert.Equal(["q2", "q1"], questions.Items.Select(item => item.RequestId));
        questions.Apply(Events.Status(TaskState.Working, shared: new JsonObject
        {
            ["interrupt"] = new JsonObject { ["request_id"] = "q2", ["phase"] = "resolved" },
        }));
        Assert.Equal(["q1"], questions.Items.Select(item => item.RequestId));
    }

    private static async Task<int> RunAsync(FakeAgent fake, IAnswers answers)
    {
        var limits = new ClientLimits { FirstPause = TimeSpan.Zero };
        using var agent = await AgentConnection.OpenAsync(fake.Url, null, limits, TestContext.Current.CancellationToken);
        var call = new CallSession(agent, new TurnFollower(agent, limits, TimeProvider.System), answers, _ => { });
        return await call.RunAsync("hi", null, TestContext.Current.CancellationToken);
    }
}
