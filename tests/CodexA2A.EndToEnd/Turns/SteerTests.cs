using System.Text.Json.Nodes;
using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.Turns;

/// <summary>Messages that join a running turn, or find it at work, with the real Codex.</summary>
public sealed class SteerTests(SharedStage shared) : IClassFixture<SharedStage>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private A2AHttp Client => shared.Stage.Client;

    [Fact]
    public async Task While_a_command_runs_the_message_waits_for_it_and_is_answered_in_the_same_turn()
    {
        var file = $"go-{Guid.NewGuid():N}";
        var sent = await Client.SendAsync(A2AHttp.Message($"#shell cmd=\"while [ ! -e {file} ]; do sleep 0.1; done; echo gone\"", returnImmediately: true), Token);
        var running = await UntilAsync(sent.Id, e => e.ArtifactUpdate?.Artifact.Name == "tool");

        var result = await Client.CallAsync("codex.turns.steer", Steer(running, "#text\nSteered."), Token);

        Assert.Equal((true, TurnId(running)), ((bool)result["ok"]!, (string?)result["turn_id"]));
        await File.WriteAllTextAsync(Path.Combine(shared.Stage.Folder.Workspace, file), "", Token);
        var ended = await Client.EndAsync(sent.Id, Token);
        Assert.Equal(TaskState.Completed, ended.Status.State);
        Assert.Contains("Steered.", Ledger.Text(ended), StringComparison.Ordinal);
        Assert.Contains("#text\nSteered.", Said(ended));
        Assert.Equal("TURN_NOT_STEERABLE", Reason(await Client.RawAsync("codex.turns.steer", Steer(running, "too late"), Token)));
    }

    [Fact]
    public async Task While_an_approval_is_pending_the_message_joins_and_the_question_stays()
    {
        var asked = await Client.SendAsync(A2AHttp.Message("#escalate cmd=\"echo approved\""), Token);

        await Client.CallAsync("codex.turns.steer", Steer(asked, "#text\nSteered."), Token);

        var between = await Client.GetTaskAsync(asked.Id, Token);
        Assert.Equal((TaskState.InputRequired, Interrupts.Question(asked)), (between.Status.State, Interrupts.Question(between)));
        await Client.SendAsync(A2AHttp.Message("approve", taskId: asked.Id), Token);
        var ended = await Client.EndAsync(asked.Id, Token);
        Assert.Equal(TaskState.Completed, ended.Status.State);
        Assert.Contains("Steered.", Ledger.Text(ended), StringComparison.Ordinal);
        Assert.Contains("#text\nSteered.", Said(ended));
    }

    [Fact]
    public async Task A_message_to_a_running_turn_is_refused_queued_or_joins_as_it_says()
    {
        var context = $"ctx-{Guid.NewGuid():N}";
        var gate = shared.Stage.Model.Gate(context);
        var first = await Client.SendAsync(A2AHttp.Message($"#text tokens=4 gate={context} at=2", context, returnImmediately: true), Token);
        await gate.WaitUntilReachedAsync(Token);

        Assert.Equal("TASK_BUSY", Reason(await Client.RawAsync("SendMessage", Busy("reject", A2AHttp.Message("no", context)), Token)));
        Assert.Equal("TASK_BUSY", Reason(await Client.RawAsync("SendMessage", Busy("reject", A2AHttp.Message("no", taskId: first.Id)), Token)));
        var queued = await Client.SendAsync(Busy("queue", A2AHttp.Message("#text\nQueued.", taskId: first.Id, returnImmediately: true)), Token);
        var joined = await Client.SendAsync(Busy("steer", A2AHttp.Message("#text\nJoined.", context)), Token);
        gate.Open();

        Assert.Equal((context, TaskState.Submitted), (queued.ContextId, queued.Status.State));
        Assert.Equal((first.Id, TaskState.Completed), (joined.Id, joined.Status.State));
        Assert.Contains("Joined.", Ledger.Text(joined), StringComparison.Ordinal);
        var behind = await Client.EndAsync(queued.Id, Token);
        Assert.Equal(("Queued.", TaskState.Completed), (Ledger.Text(behind), behind.Status.State));
        Assert.NotEqual(TurnId(joined), TurnId(behind));
    }

    [Fact]
    public async Task Prompts_and_commands_run_in_their_session()
    {
        var first = await Client.SendAsync(A2AHttp.Message("#text\nThe word is heron."), Token);
        var session = Thread(first);

        var prompt = await Client.CallAsync("codex.sessions.prompt_async", new JsonObject
        {
            ["session_id"] = session,
            ["request"] = new JsonObject { ["parts"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = "#history" }) },
        }, Token);
        var ended = await Client.EndAsync((string)prompt["task_id"]!, Token);

        Assert.Equal((true, session, TurnId(ended)), ((bool)prompt["ok"]!, (string?)prompt["session_id"], (string?)prompt["turn_id"]));
        Assert.Contains("heron", Ledger.Text(ended), StringComparison.Ordinal);
        var command = await Client.CallAsync("codex.sessions.command", new JsonObject
        {
            ["session_id"] = session,
            ["request"] = new JsonObject { ["command"] = "status", ["arguments"] = "now" },
        }, Token);
        Assert.Equal("ROLE_AGENT", (string?)command["item"]!["role"]);
        Assert.NotEmpty((string)command["item"]!["parts"]![0]!["text"]!);
    }

    [Fact]
    public async Task A_review_runs_in_its_thread_and_its_findings_are_an_artifact()
    {
        await using var stage = await Stage.StartAsync(new Dictionary<string, string?> { ["A2A__EnableReviewControl"] = "true" }, cancellationToken: Token);
        var first = await stage.Client.SendAsync(A2AHttp.Message("#text\nHello."), Token);

        var started = await stage.Client.CallAsync("codex.review.start", new JsonObject
        {
            ["thread_id"] = Thread(first),
            ["target"] = new JsonObject { ["type"] = "custom", ["instructions"] = "#text\nNothing is wrong." },
        }, Token);
        var watched = await stage.Client.CallAsync("codex.review.watch", new JsonObject
        {
            ["thread_id"] = Thread(first),
            ["review_thread_id"] = started["review_thread_id"]!.DeepClone(),
            ["turn_id"] = started["turn_id"]!.DeepClone(),
            ["request"] = new JsonObject { ["events"] = new JsonArray("review.started", "review.completed") },
        }, Token);
        var ended = await stage.Client.EndAsync((string)watched["task_id"]!, Token);

        Assert.Equal((TaskState.Completed, (string)started["turn_id"]!), (ended.Status.State, TurnId(ended)));
        Assert.Contains("Nothing is wrong.", Ledger.Text(ended, "review"), StringComparison.Ordinal);
        Assert.Equal("After.", Ledger.Text(await stage.Client.SendAsync(A2AHttp.Message("#text\nAfter.", first.ContextId), Token)));
    }

    private static JsonObject Steer(AgentTask task, string words) => new()
    {
        ["thread_id"] = Thread(task),
        ["expected_turn_id"] = TurnId(task),
        ["request"] = new JsonObject { ["parts"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = words }) },
    };

    private static JsonObject Busy(string wish, JsonObject send)
    {
        send["metadata"] = new JsonObject { ["codex"] = new JsonObject { ["when_busy"] = wish } };
        return send;
    }

    private async Task<AgentTask> UntilAsync(string id, Func<StreamResponse, bool> reached)
    {
        AgentTask? task = null;
        await foreach (var (_, e) in Client.StreamAsync("SubscribeToTask", new JsonObject { ["id"] = id }, Token))
        {
            task = TaskProjection.Apply(task, e);
            if (reached(e))
            {
                return task;
            }
        }

        throw new InvalidOperationException($"The turn ended before what the test waits for: {task?.Status}");
    }

    private static string? Reason(JsonNode answer) => (string?)answer["error"]?["data"]?[0]?["reason"];

    private static string? TurnId(AgentTask task) => (string?)task.Metadata!["codex"]!["turn_id"];

    private static string Thread(AgentTask task) => (string)task.Metadata!["shared"]!["session"]!["id"]!;

    private static IEnumerable<string?> Said(AgentTask task) => task.History!.Where(message => message.Role == Role.User).Select(message => message.Parts[0].Text);
}
