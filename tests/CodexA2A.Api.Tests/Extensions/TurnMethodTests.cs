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
