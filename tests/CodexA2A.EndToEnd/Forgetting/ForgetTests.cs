using System.Text.Json.Nodes;
using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.Forgetting;

/// <summary><c>codex.sessions.forget</c> with the real Codex: what is kept anywhere is looked through byte by byte.</summary>
public abstract class ForgetTests(StageForm form)
{
    private const string Canary = "canaryheron7391";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_byte_of_a_forgotten_context_is_kept_and_the_next_message_begins_anew()
    {
        await using var stage = await Stage.StartAsync(form: form, cancellationToken: Token);
        var other = await stage.Client.SendAsync(A2AHttp.Message("#text\nThe word is stork.", "ctx-other"), Token);
        var task = await SayAsync(stage);
        var thread = Loss.Session(task);
        Assert.NotEmpty(await StoredWords.FindAsync(stage, Canary, Token));

        var proof = await ForgetAsync(stage);

        Assert.True(
            JsonNode.DeepEquals(
                new JsonObject { ["forgotten"] = true, ["contextId"] = "ctx-gone", ["tasks"] = 2, ["events"] = proof["events"]!.DeepClone(), ["interrupts"] = 1, ["thread"] = "deleted", ["remaining"] = new JsonArray() },
                proof),
            $"{proof.ToJsonString()}\n{stage.Service.Output}");
        Assert.True((int)proof["events"]! > 4);
        foreach (var words in (string[])[Canary, "ctx-gone", task.Id])
        {
            await AssertNothingOfAsync(stage, words);
        }

        // Codex notes in its own log that it was asked to delete the thread, by its id alone.
        Assert.All(await StoredWords.FindAsync(stage, thread, Token), place => Assert.Contains("logs_", place, StringComparison.Ordinal));
        Assert.Equal("TASK_NOT_FOUND", Reason(await stage.Client.RawAsync("GetTask", new JsonObject { ["id"] = task.Id }, Token)));
        var next = await stage.Client.SendAsync(A2AHttp.Message("#history", "ctx-gone"), Token);
        Assert.Equal(TaskState.Completed, next.Status.State);
        Assert.DoesNotContain(Canary, Ledger.Text(next), StringComparison.Ordinal);
        Assert.NotEqual(thread, Loss.Session(next));
        var kept = await stage.Client.SendAsync(A2AHttp.Message("#history", "ctx-other"), Token);
        Assert.Contains("stork", Ledger.Text(kept), StringComparison.Ordinal);
        Assert.Equal(Loss.Session(other), Loss.Session(kept));
    }

    [Fact]
    public async Task Forgotten_twice_it_is_unknown_as_one_that_never_was()
    {
        await using var stage = await Stage.StartAsync(form: form, cancellationToken: Token);
        await stage.Client.SendAsync(A2AHttp.Message("#text\nHello.", "ctx-gone"), Token);
        Assert.True((bool)(await ForgetAsync(stage))["forgotten"]!);

        var again = await AskAsync(stage, "ctx-gone");

        Assert.Equal("SESSION_NOT_FOUND", Reason(again));
        Assert.Equal(again["error"]!.ToJsonString(), (await AskAsync(stage, "ctx-never"))["error"]!.ToJsonString());
    }

    [Fact]
    public async Task While_a_turn_runs_nothing_is_forgotten()
    {
        await using var stage = await Stage.StartAsync(script: "comment First.\ngate more\nanswer Done.\n", form: form, cancellationToken: Token);
        var gate = stage.Model.Gate("more");
        var message = A2AHttp.Message("#script", "ctx-gone", returnImmediately: true);
        var task = await stage.Client.SendAsync(message, Token);
        await gate.WaitUntilReachedAsync(Token);

        Assert.Equal("TASK_BUSY", Reason(await AskAsync(stage, "ctx-gone")));
        gate.Open();

        Assert.Equal(TaskState.Completed, (await stage.Client.EndAsync(task.Id, Token)).Status.State);
        Assert.Equal(1, (int)(await ForgetAsync(stage))["tasks"]!);
    }

    [Fact]
    public async Task Killed_in_the_middle_the_next_start_goes_on()
    {
        using var codex = new HeldCodex();
        await using var stage = await Stage.StartAsync(
            new Dictionary<string, string?> { ["Codex__Executable"] = codex.Executable, ["A2A__ForgetWait"] = "00:00:01" }, form: form, cancellationToken: Token);
        var task = await SayAsync(stage);
        // Codex deletes the thread, and its answer does not come.
        codex.Mute();
        var asked = await stage.Client.CallAsync("codex.sessions.forget", new JsonObject { ["contextId"] = "ctx-gone" }, Token);
        Assert.True(((bool)asked["forgotten"]!, (bool)asked["pending"]!) == (false, true), asked.ToJsonString());

        await Loss.RestartAsync(stage, codex);

        await Waiting.ForAsync(async () => Reason(await AskAsync(stage, "ctx-gone")) == "SESSION_NOT_FOUND", Token);
        await AssertNothingOfAsync(stage, Canary);
        Assert.Equal("TASK_NOT_FOUND", Reason(await stage.Client.RawAsync("GetTask", new JsonObject { ["id"] = task.Id }, Token)));
    }

    [Fact]
    public async Task Of_a_thread_whose_record_is_lost_no_words_are_kept()
    {
        using var codex = new HeldCodex();
        await using var stage = await Stage.StartAsync(new Dictionary<string, string?> { ["Codex__Executable"] = codex.Executable }, form: form, cancellationToken: Token);
        await SayAsync(stage);
        await stage.Service.KillAsync(Token);
        await codex.GoneAsync(Token);
        Loss.LoseThreads(stage);
        await stage.Service.StartAsync(Token);

        var proof = await ForgetAsync(stage);

        Assert.Equal(("none", 0), ((string)proof["thread"]!, proof["remaining"]!.AsArray().Count));
        await AssertNothingOfAsync(stage, Canary);
    }

    [Fact]
    public async Task A_context_that_moved_to_another_thread_leaves_none_behind()
    {
        await using var stage = await Stage.StartAsync(form: form, cancellationToken: Token);
        var other = await stage.Client.SendAsync(A2AHttp.Message("#text\nThe word is stork.", "ctx-other"), Token);
        var own = await stage.Client.SendAsync(A2AHttp.Message($"#text\n{Canary}", "ctx-gone"), Token);
        var moving = A2AHttp.Message("#history", "ctx-gone");
        moving["message"]!["metadata"] = new JsonObject { ["shared"] = new JsonObject { ["session"] = new JsonObject { ["id"] = Loss.Session(other) } } };
        Assert.Equal(Loss.Session(other), Loss.Session(await stage.Client.SendAsync(moving, Token)));
        Assert.NotEqual(Loss.Session(other), Loss.Session(own));

        var proof = await ForgetAsync(stage);

        Assert.Empty(proof["remaining"]!.AsArray());
        await AssertNothingOfAsync(stage, Canary);
        Assert.Empty(Loss.Rollouts(stage));
    }

    /// <summary>The canary as a message, in a command and in its output, in what a person was asked, and in an answer.</summary>
    private static async Task AssertNothingOfAsync(Stage stage, string words)
    {
        var found = await StoredWords.FindAsync(stage, words, Token);
        Assert.True(found.Count == 0, $"{words} is in {string.Join(", ", found)}\n{stage.Service.Output}");
    }

    private static async Task<AgentTask> SayAsync(Stage stage)
    {
        var asked = await stage.Client.SendAsync(A2AHttp.Message($"#escalate cmd=\"echo {Canary} asked\" why=\"{Canary} it is.\"", "ctx-gone"), Token);
        Assert.Equal(TaskState.InputRequired, asked.Status.State);
        await stage.Client.SendAsync(A2AHttp.Message("approve", taskId: asked.Id), Token);
        await stage.Client.EndAsync(asked.Id, Token);
        var task = await stage.Client.SendAsync(
            A2AHttp.Message($"#shell\nfor i in $(seq 500); do echo {Canary} $i; done", "ctx-gone"), Token);
        Assert.True(task.Status.State == TaskState.Completed, $"{task.Status}\n{stage.Service.Output}");
        return task;
    }

    private static async Task<JsonObject> ForgetAsync(Stage stage) =>
        (JsonObject)await stage.Client.CallAsync("codex.sessions.forget", new JsonObject { ["contextId"] = "ctx-gone" }, Token);

    private static Task<JsonNode> AskAsync(Stage stage, string context) =>
        stage.Client.RawAsync("codex.sessions.forget", new JsonObject { ["contextId"] = context }, Token);

    private static string? Reason(JsonNode answer) => (string?)answer["error"]?["data"]?[0]?["reason"];
}

/// <inheritdoc />
public sealed class ForgetInOneProcessTests() : ForgetTests(StageForm.OneProcess);

/// <inheritdoc />
public sealed class ForgetInFleetTests() : ForgetTests(StageForm.Fleet);
