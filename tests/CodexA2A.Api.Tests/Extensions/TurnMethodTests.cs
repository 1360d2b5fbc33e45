using System.Text.Json.Nodes;
using CodexA2A.Api.Tests.Support;
using CodexA2A.Tasks;

namespace CodexA2A.Api.Tests.Extensions;

/// <summary>Turns that methods ask for: prompts, commands, reviews. The names are those that older clients know.</summary>
public sealed class TurnMethodTests
{
    private static readonly JsonObject Prompt = new()
    {
        ["session_id"] = "thread-1",
        ["request"] = new JsonObject
        {
            ["parts"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = "do it" }, new JsonObject { ["text"] = "now" }),
            ["messageID"] = "mine-1",
            ["agent"] = "build",
            ["system"] = "s",
            ["variant"] = "v",
        },
    };

    [Fact]
    public async Task A_prompt_is_a_turn_of_the_session_and_is_answered_with_its_id()
    {
        await using var host = await ApiHost.StartAsync();
        await host.BoundAsync("thread-1", "mine");

        var answering = host.CallAsync(new Call("codex.sessions.prompt_async", Prompt));
        await using var turn = await host.Runner.ClaimAsync();
        await turn.RunningAsync("turn-7");

        var expected = new JsonObject { ["ok"] = true, ["session_id"] = "thread-1", ["turn_id"] = "turn-7", ["task_id"] = turn.TaskId, ["context_id"] = "mine" };
        Assert.Equal(expected.ToJsonString(), (await answering).Result!.ToJsonString());
        var message = turn.Command.Request.Message;
        Assert.Equal(("mine-1", "mine", "do it", "now"), (message.MessageId, turn.ContextId, message.Parts[0].Text, message.Parts[1].Text));
        Assert.Equal(new SessionBinding("thread-1", "home-of-tests", Explicit: true), turn.Command.Binding);
    }

    [Theory]
    [InlineData("codex.sessions.prompt_async")]
    [InlineData("codex.sessions.command")]
    public async Task Its_metadata_are_those_of_a_message(string method)
    {
        await using var host = await ApiHost.StartAsync();
        await host.BoundAsync("thread-1", "mine");
        JsonObject Asking(JsonNode metadata) => new()
        {
            ["session_id"] = "thread-1",
            ["request"] = method.EndsWith("command", StringComparison.Ordinal) ? new JsonObject { ["command"] = "x" } : Prompt["request"]!.DeepClone(),
            ["metadata"] = metadata,
        };

        var settings = JsonNode.Parse("""{"codex":{"directory":"sub","execution":{"effort":"high"}},"shared":{"model":"gpt-5.5","session":{"id":"thread-1"}}}""")!;
        var answering = host.CallAsync(new Call(method, Asking(settings.DeepClone())));
        await using var turn = await host.Runner.ClaimAsync();
        await turn.RunningAsync("turn-7");
        await turn.CompleteAsync();
        Assert.Null((await answering).Error);
        Assert.Equal(settings.ToJsonString(), turn.Command.Request.Metadata!.ToJsonString());

        foreach (var (wrong, field) in new[]
        {
            ("""{"codex":{"execution":{"effort":"vast"}}}""", "metadata.codex.execution.effort"),
            ("""{"codex":{"execution":{"model":"a"}},"shared":{"model":"b"}}""", "metadata.shared.model"),
            ("""{"codex":{"execution":{"ephemeral":true}}}""", "metadata.codex.execution.ephemeral"),
            ("""{"codex":{"directory":""}}""", "metadata.codex.directory"),
            ("""{"shared":{"session":{"id":"thread-2"}}}""", "metadata.shared.session.id"),
            ("""{"shared":{"session":"thread-1"}}""", "metadata.shared.session"),
            ("""{"shared":1}""", "metadata.shared"),
            ("1", "metadata"),
        })
        {
            Assert.Equal(field, (await host.CallAsync(new Call(method, Asking(JsonNode.Parse(wrong)!)))).Field);
        }
    }

    [Theory]
    [InlineData("codex.review.start")]
    [InlineData("codex.review.watch")]
    [InlineData("codex.sessions.shell")]
    public async Task What_cannot_apply_is_refused_and_not_passed_over(string method)
    {
        await using var host = await ApiHost.StartAsync(new() { ["A2A:EnableReviewControl"] = "true", ["A2A:EnableSessionShell"] = "true" });
        await host.BoundAsync("thread-1", "mine");
        var call = method switch
        {
            "codex.review.start" => TurnCalls.Review("thread-1"),
            "codex.review.watch" => TurnCalls.Watch("thread-1", "turn-1"),
            _ => new Call(method, new JsonObject { ["session_id"] = "thread-1", ["request"] = new JsonObject { ["command"] = "ls" } }),
        };
        foreach (var (metadata, field) in new[]
        {
            ("""{"codex":{"directory":"sub"}}""", "metadata.codex.directory"),
            ("""{"codex":{"execution":{}}}""", "metadata.codex.execution"),
            ("""{"codex":{"output_schema":true}}""", "metadata.codex.output_schema"),
            ("""{"codex":{"when_busy":"steer"}}""", "metadata.codex.when_busy"),
            ("""{"shared":{"model":"m"}}""", "metadata.shared.model"),
        })
        {
            Assert.Equal(field, (await host.CallAsync(call.With(json => json["metadata"] = JsonNode.Parse(metadata)))).Field);
        }
    }

    [Theory]
    [InlineData("codex.sessions.prompt_async", """{"parts":[{"text":"x"},{"url":"https://example.com/x.png"}]}""", "request.parts[1].url")]
    [InlineData("codex.sessions.prompt_async", """{"parts":[{"raw":"AAAA","mediaType":"image/png"}]}""", "request.parts[0].raw")]
    [InlineData("codex.sessions.prompt_async", """{"parts":[{"text":" "}]}""", "request.parts")]
    [InlineData("codex.turns.steer", """{"parts":[{"text":"x"},{"url":"https://example.com/x.png"}]}""", "request.parts[1].url")]
    [InlineData("codex.turns.steer", """{"parts":[{"text":" "}]}""", "request.parts")]
    public async Task An_error_names_what_was_sent(string method, string request, string field)
    {
        await using var host = await ApiHost.StartAsync();
        await host.BoundAsync("thread-1", "mine");
        var parameters = new JsonObject { ["request"] = JsonNode.Parse(request) };
        foreach (var (name, value) in method == "codex.turns.steer" ? [("thread_id", "thread-1"), ("expected_turn_id", "t")] : new[] { ("session_id", "thread-1") })
        {
            parameters[name] = value;
        }

        var answer = await host.CallAsync(new Call(method, parameters));
        Assert.Equal(field, answer.Field);
        Assert.DoesNotContain("message.parts", answer.Error!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_fetched_or_does_not_fit_is_named_as_it_was_sent()
    {
        await using var host = await ApiHost.StartAsync(new() { ["A2A:FetchImages"] = "true" });
        await host.BoundAsync("thread-1", "mine");
        var parts = new JsonArray(new JsonObject { ["text"] = "x" }, new JsonObject { ["url"] = "https://127.0.0.1:9/x.png" });
        Assert.Equal("request.parts[1].url", (await host.CallAsync(new Call("codex.sessions.prompt_async", new JsonObject { ["session_id"] = "thread-1", ["request"] = new JsonObject { ["parts"] = parts } }))).Field);
        Assert.Equal("request.arguments", (await host.CallAsync(new Call("codex.sessions.command", new JsonObject
        {
            ["session_id"] = "thread-1",
            ["request"] = new JsonObject { ["command"] = "x", ["arguments"] = new string('x', 1_100_000) },
        }))).Field);
    }

    [Fact]
    public async Task A_command_is_answered_with_what_its_turn_said()
    {
        await using var host = await ApiHost.StartAsync();
        await host.BoundAsync("thread-1", "mine");

        var answering = host.CallAsync(new Call("codex.sessions.command", new JsonObject
        {
            ["sessionId"] = "thread-1",
            ["request"] = new JsonObject { ["command"] = "/status", ["arguments"] = "all of it" },
        }));
        await using var turn = await host.Runner.ClaimAsync();
        await turn.WorkingAsync();
        await turn.TextAsync("Fine.", append: false, last: true);
        await turn.CompleteAsync();

        Assert.Equal("/status all of it", turn.Command.Request.Message.Parts[0].Text);
        var item = (await answering).Result!["item"]!;
        Assert.Equal(("ROLE_AGENT", "Fine.", "thread-1"), ((string?)item["role"], (string?)item["parts"]![0]!["text"], (string?)item["metadata"]!["shared"]!["session"]!["id"]));
    }

    [Fact]
    public async Task A_command_that_asks_is_told_as_the_task_that_waits()
    {
        await using var host = await ApiHost.StartAsync();
        await host.BoundAsync("thread-1", "mine");

        var answering = host.CallAsync(new Call("codex.sessions.command", new JsonObject { ["session_id"] = "thread-1", ["request"] = new JsonObject { ["command"] = "deploy" } }));
        await using var turn = await host.Runner.ClaimAsync();
        await turn.AskAsync();

        var answer = await answering;
        Assert.Equal(("TURN_NOT_COMPLETED", turn.TaskId), (answer.Reason, (string?)answer.Details![0]!["metadata"]!["taskId"]));
    }

    [Fact]
    public async Task A_review_is_a_turn_of_the_thread_and_can_be_watched()
    {
        await using var host = await ApiHost.StartAsync(new() { ["A2A:EnableReviewControl"] = "true" });
        await host.BoundAsync("thread-1", "mine");
        var target = new JsonObject { ["type"] = "commit", ["sha"] = "abc123", ["title"] = "Fix it" };

        var answering = host.CallAsync(TurnCalls.Review("thread-1", target));
        await using var turn = await host.Runner.ClaimAsync();
        await turn.RunningAsync("turn-7");

        var started = (await answering).Result!;
        Assert.Equal((true, "turn-7", "thread-1"), ((bool)started["ok"]!, (string?)started["turn_id"], (string?)started["review_thread_id"]));
        Assert.Equal((new ReviewTarget("commit", Sha: "abc123", Title: "Fix it"), 2), (turn.Command.Review, turn.Command.Schema));
        var expected = new JsonObject { ["ok"] = true, ["task_id"] = turn.TaskId, ["context_id"] = "mine" };
        Assert.Equal(expected.ToJsonString(), (await host.CallAsync(TurnCalls.Watch("thread-1", "turn-7"))).Result!.ToJsonString());
    }

    [Fact]
    public async Task A_review_that_does_not_begin_says_why()
    {
        await using var host = await ApiHost.StartAsync(new() { ["A2A:EnableReviewControl"] = "true" });
        await host.BoundAsync("thread-1", "mine");

        var answering = host.CallAsync(TurnCalls.Review("thread-1"));
        await using var turn = await host.Runner.ClaimAsync();
        await turn.StatusAsync(TaskState.Failed, "There is no repository.");

        var answer = await answering;
        Assert.Equal(("REVIEW_REJECTED", "There is no repository."), (answer.Reason, (string?)answer.Details![0]!["metadata"]!["detail"]));
    }

    [Theory]
    [InlineData("baseBranch", "target.branch")]
    [InlineData("commit", "target.sha")]
    [InlineData("custom", "target.instructions")]
    public async Task A_target_says_what_it_is_about(string type, string field)
    {
        await using var host = await ApiHost.StartAsync(new() { ["A2A:EnableReviewControl"] = "true" });
        Assert.Equal(field, (await host.CallAsync(TurnCalls.Review("t", new JsonObject { ["type"] = type }))).Field);
        Assert.Equal("target.sha", (await host.CallAsync(TurnCalls.Review("t", new JsonObject { ["type"] = "uncommittedChanges", ["sha"] = "x" }))).Field);
        Assert.Equal("target.branch", (await host.CallAsync(TurnCalls.Review("t", new JsonObject { ["type"] = "baseBranch", ["branch"] = "--upload-pack=x" }))).Field);
    }
}
