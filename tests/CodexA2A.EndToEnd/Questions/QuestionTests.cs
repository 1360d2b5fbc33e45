using System.Text.Json.Nodes;
using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.Questions;

/// <summary>Everything the real Codex asks, and everything that can come of it in one process. The rest is in <see cref="QuestionFleetTests"/>.</summary>
public sealed class QuestionTests(QuestionStages stages) : IClassFixture<QuestionStages>
{
    private readonly string _mark = $"q-{Guid.NewGuid():N}";

    public static TheoryData<string> Kinds => [.. QuestionKinds.All.Select(kind => kind.Name)];

    public static TheoryData<string, string> KindsAndWays => [.. QuestionKinds.All.SelectMany(kind => Ways, (kind, way) => (kind.Name, way))];

    private static string[] Ways { get; } = ["method", "message"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Stage Stage => stages.Patient;

    private A2AHttp Client => Stage.Client;

    [Theory]
    [MemberData(nameof(KindsAndWays))]
    public async Task Approved_it_comes_about_and_a_lasting_yes_lasts(string name, string way)
    {
        var kind = QuestionKinds.Of(name);
        var (task, question) = await AskAsync(kind, Sent.Streaming);

        await AnswerAsync(kind, way, task.Id, question, kind.Yes(Stage.Folder, _mark));
        var ended = await Client.EndAsync(task.Id, Token);

        AssertEnded(kind, ended, Granted.All);
        Assert.Equal("replied", Assert.Single(await QuestionTalk.LogAsync(Client, task.Id)).Value);
        Assert.DoesNotContain(await QuestionTalk.ListAsync(Client), one => (string)one!["request_id"]! == question);
        if (kind.Lasts)
        {
            var again = await Client.SendAsync(A2AHttp.Message(kind.Ask(Stage.Folder, _mark), _mark), Token);
            Assert.True(again.Status.State == TaskState.Completed, $"{name} is asked again: {again.Status}");
        }
    }

    [Theory]
    [MemberData(nameof(InTurn), 0)]
    public async Task Less_may_be_granted_and_never_more(string name, string way)
    {
        var kind = QuestionKinds.Of(name);
        var (task, question) = await AskAsync(kind, Sent.Blocking);
        var (tooMuch, field) = kind.TooMuch(Stage.Folder, _mark);

        var refused = await QuestionTalk.ReplyAsync(Client, kind.Method, question, tooMuch);
        Assert.Equal(-32602, QuestionTalk.Error(refused).Code);
        Assert.Contains($"\"{field}\"", refused.ToJsonString(), StringComparison.Ordinal);
        await AnswerAsync(kind, way, task.Id, question, kind.Some(Stage.Folder, _mark));
        var ended = await Client.EndAsync(task.Id, Token);

        AssertEnded(kind, ended, kind.Lasts ? Granted.All : Granted.Part);
        if (kind.Lasts)
        {
            var (again, _) = await AskAsync(kind, Sent.Blocking);
            Assert.Equal(TaskState.Canceled, (await Client.CancelAsync(again.Id, Token)).Status.State);
        }
    }

    [Theory]
    [MemberData(nameof(InTurn), 1)]
    public async Task Denied_the_turn_goes_on_without(string name, string way)
    {
        var kind = QuestionKinds.Of(name);
        var (task, question) = await AskAsync(kind, Sent.InBackground);

        await AnswerAsync(kind, kind.Type == "question" || name == "form" ? "method" : way, task.Id, question, kind.No, kind.NoMethod);
        var ended = await Client.EndAsync(task.Id, Token);

        AssertEnded(kind, ended, Granted.Nothing);
        Assert.Equal("rejected", Assert.Single(await QuestionTalk.LogAsync(Client, task.Id)).Value);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Unanswered_it_is_declined_in_time_and_the_turn_goes_on(string name)
    {
        var kind = QuestionKinds.Of(name);
        var (client, folder) = (stages.Hasty.Client, stages.Hasty.Folder);
        var asked = await QuestionTalk.AskAsync(client, kind.Ask(folder, _mark), _mark, Sent.Streaming);
        var question = Interrupts.Question(asked);

        var ended = await client.EndAsync(asked.Id, Token);

        Assert.Equal((TaskState.Completed, Granted.Nothing), (ended.Status.State, kind.Seen(folder, _mark, ended)));
        Assert.Equal("expired", (await QuestionTalk.LogAsync(client, asked.Id))[question]);
        Assert.Equal((-32010, "INTERRUPT_REQUEST_EXPIRED"), QuestionTalk.Error(await QuestionTalk.ReplyAsync(client, kind.Method, question, kind.Yes(folder, _mark))));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_canceled_task_takes_its_question_with_it(string name)
    {
        var kind = QuestionKinds.Of(name);
        var (task, question) = await AskAsync(kind, Sent.Streaming);

        var canceled = await Client.CancelAsync(task.Id, Token);

        Assert.Equal((TaskState.Canceled, Granted.Nothing), (canceled.Status.State, kind.Seen(Stage.Folder, _mark, canceled)));
        Assert.Equal("withdrawn", (await QuestionTalk.LogAsync(Client, task.Id))[question]);
        Assert.DoesNotContain(await QuestionTalk.ListAsync(Client), one => (string)one!["request_id"]! == question);
        Assert.Equal((-32004, "INTERRUPT_SUPERSEDED"), QuestionTalk.Error(await QuestionTalk.ReplyAsync(Client, kind.Method, question, kind.Yes(Stage.Folder, _mark))));
        var next = await Client.SendAsync(A2AHttp.Message("#text\nStill here.", _mark), Token);
        Assert.Equal(("Still here.", Granted.Nothing), (Ledger.Text(next), kind.Seen(Stage.Folder, _mark, canceled)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Of_two_answers_at_once_one_holds_and_may_be_repeated(string name)
    {
        var kind = QuestionKinds.Of(name);
        var (task, question) = await AskAsync(kind, Sent.Blocking);
        var (yes, no) = (kind.Yes(Stage.Folder, _mark), kind.No);

        var answers = await Task.WhenAll(
            QuestionTalk.ReplyAsync(Client, kind.Method, question, yes), QuestionTalk.ReplyAsync(Client, kind.NoMethod, question, no));
        var ended = await Client.EndAsync(task.Id, Token);

        var saidYes = answers[0]["error"] is null;
        Assert.Equal((-32004, "INTERRUPT_ALREADY_ANSWERED"), QuestionTalk.Error(answers[saidYes ? 1 : 0]));
        Assert.True((bool?)answers[saidYes ? 0 : 1]["result"]?["ok"], answers[saidYes ? 0 : 1].ToJsonString());
        AssertEnded(kind, ended, saidYes ? Granted.All : Granted.Nothing);
        Assert.Null((await QuestionTalk.ReplyAsync(Client, saidYes ? kind.Method : kind.NoMethod, question, saidYes ? yes : no))["error"]);
        Assert.Equal("INTERRUPT_ALREADY_ANSWERED", QuestionTalk.Error(await QuestionTalk.ReplyAsync(Client, saidYes ? kind.NoMethod : kind.Method, question, saidYes ? no : yes)).Reason);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Another_user_can_neither_see_nor_answer_it(string name)
    {
        var kind = QuestionKinds.Of(name);
        var (task, question) = await AskAsync(kind, Sent.InBackground);
        using var other = new A2AHttp(Stage.Service.Address, QuestionStages.OtherToken);
        var (yes, unknown) = (kind.Yes(Stage.Folder, _mark), "int_" + new string('0', 32));

        Assert.Empty(await QuestionTalk.ListAsync(other));
        var foreign = await QuestionTalk.ReplyAsync(other, kind.Method, question, yes);
        Assert.Equal((-32004, "INTERRUPT_REQUEST_NOT_FOUND"), QuestionTalk.Error(foreign));
        Assert.Equal(Bare(await QuestionTalk.ReplyAsync(other, kind.Method, unknown, yes), unknown), Bare(foreign, question));
        Assert.Equal(-32001, QuestionTalk.Error(await other.RawAsync("SendMessage", kind.Message(task.Id, question, yes), Token)).Code);
        Assert.Equal(-32001, QuestionTalk.Error(await other.RawAsync("CancelTask", new JsonObject { ["id"] = task.Id }, Token)).Code);

        await AnswerAsync(kind, "method", task.Id, question, yes);
        AssertEnded(kind, await Client.EndAsync(task.Id, Token), Granted.All);
    }

    [Theory]
    [InlineData("command", "a2a.interrupt.permission.reply", "reply")]
    [InlineData("patch", "a2a.interrupt.permission.reply", "reply")]
    [InlineData("permissions", "message", "")]
    [InlineData("form", "a2a.interrupt.elicitation.reply", "action")]
    [InlineData("tool", "message", "")]
    public async Task Canceled_by_its_answer_the_turn_ends(string name, string way, string param)
    {
        var kind = QuestionKinds.Of(name);
        var (task, question) = await AskAsync(kind, Sent.Blocking);

        var answer = way == "message" ? await Client.RawAsync("SendMessage", A2AHttp.Message("cancel", taskId: task.Id), Token)
            : await QuestionTalk.ReplyAsync(Client, way, question, new JsonObject { [param] = "cancel" });
        Assert.Null(answer["error"]);
        var ended = await Client.EndAsync(task.Id, Token);

        Assert.Equal((TaskState.Canceled, Granted.Nothing), (ended.Status.State, kind.Seen(Stage.Folder, _mark, ended)));
        Assert.Equal("rejected", (await QuestionTalk.LogAsync(Client, task.Id))[question]);
    }

    // Codex refuses a sub-agent that wants to put a question of its own: "can only be used by the root thread".
    [Theory]
    [InlineData("command")]
    [InlineData("patch")]
    [InlineData("permissions")]
    [InlineData("form")]
    [InlineData("tool")]
    public async Task What_a_sub_agent_asks_is_asked_of_the_task_of_its_turn(string name)
    {
        var kind = QuestionKinds.Of(name);
        var asked = await QuestionTalk.AskAsync(Client, "#agent\n" + kind.Ask(Stage.Folder, _mark), _mark);
        var question = await QuestionTalk.OpenAsync(Client, kind, asked, () => Stage.Service.Output);
        var thread = (string)asked.Metadata!["shared"]!["interrupt"]!["details"]!["thread_id"]!;
        Assert.NotEqual(Loss.Session(asked), thread);

        await AnswerAsync(kind, "method", asked.Id, question, kind.Yes(Stage.Folder, _mark));

        AssertEnded(kind, await Client.EndAsync(asked.Id, Token), Granted.All);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task In_code_mode_the_same_is_asked(string name)
    {
        var kind = QuestionKinds.Of(name);
        var asked = await QuestionTalk.AskAsync(Client, kind.Ask(Stage.Folder, _mark), _mark, Sent.Streaming, "scripted-code");
        var question = await QuestionTalk.OpenAsync(Client, kind, asked, () => Stage.Service.Output);

        await AnswerAsync(kind, "message", asked.Id, question, kind.Yes(Stage.Folder, _mark));

        AssertEnded(kind, await Client.EndAsync(asked.Id, Token), Granted.All);
    }

    [Fact]
    public async Task What_a_tool_asked_that_has_ended_meanwhile_is_withdrawn_though_Codex_says_nothing()
    {
        var asked = await QuestionTalk.AskAsync(Client, "#call name=recant namespace=mcp__desk", _mark, Sent.InBackground);
        var question = Interrupts.Question(asked);

        var seen = new List<(TaskState, string?)>();
        await foreach (var (_, e) in Client.StreamAsync("SubscribeToTask", new JsonObject { ["id"] = asked.Id }, Token, "0-1"))
        {
            if (e.StatusUpdate?.Metadata?["shared"]?["interrupt"] is { } interrupt && (string?)interrupt["request_id"] == question)
            {
                seen.Add((e.StatusUpdate.Status.State, (string?)interrupt["resolution"]));
            }
        }

        Assert.Equal([(TaskState.InputRequired, null), (TaskState.Working, "withdrawn")], seen);
        Assert.Equal("The tool said: never mind", Ledger.Text(await Client.GetTaskAsync(asked.Id, Token)));
    }

    /// <summary>Each kind, by one way and the other in turn.</summary>
    public static TheoryData<string, string> InTurn(int first) => [.. QuestionKinds.All.Select((kind, i) => (kind.Name, Ways[(first + i) % 2]))];

    private async Task<(AgentTask Task, string Question)> AskAsync(QuestionKind kind, Sent sent)
    {
        var asked = await QuestionTalk.AskAsync(Client, kind.Ask(Stage.Folder, _mark), _mark, sent);
        return (asked, await QuestionTalk.OpenAsync(Client, kind, asked, () => Stage.Service.Output));
    }

    private async Task AnswerAsync(QuestionKind kind, string way, string task, string question, JsonObject reply, string? method = null)
    {
        if (way == "message")
        {
            await Client.SendAsync(kind.Message(task, question, reply), Token);
            return;
        }

        var answer = await QuestionTalk.ReplyAsync(Client, method ?? kind.Method, question, reply);
        Assert.True((bool?)answer["result"]?["ok"], answer.ToJsonString());
    }

    private void AssertEnded(QuestionKind kind, AgentTask ended, Granted granted)
    {
        var seen = (ended.Status.State, kind.Seen(Stage.Folder, _mark, ended));
        Assert.True(seen == (TaskState.Completed, granted), $"{seen}: {ended.Status.Message?.Parts[0].Text} {Ledger.Text(ended)}\n{Stage.Service.Output}");
    }

    private static string Bare(JsonNode answer, string question) =>
        answer["error"]!.ToJsonString().Replace(question, "…", StringComparison.Ordinal);
}
