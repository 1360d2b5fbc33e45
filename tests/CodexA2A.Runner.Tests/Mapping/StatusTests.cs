using System.Text.Json.Nodes;
using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Mapping;

namespace CodexA2A.Runner.Tests.Mapping;

public sealed class StatusTests
{
    [Fact]
    public void A_session_that_is_not_known_is_left_out()
    {
        var mapper = new TurnEventMapper(Codex.Identity with { ThreadId = "" }, null);
        var status = Assert.Single(mapper.Finish(TurnOutcome.Failed(ErrorMapping.Interrupted), Codex.Now)).Event.StatusUpdate!;
        Assert.Null(status.Metadata!["shared"]!["session"]);
    }

    [Fact]
    public void Working_is_said_once_with_session_and_model_source()
    {
        var played = new Played(identity: Codex.Identity with { ModelSource = "scripted" });
        played.Add(played.Mapper.Begin(Codex.Now)).Play(Codex.TurnStarted());

        var status = Assert.Single(played.Statuses);
        Assert.Equal(TaskState.Working, status.Status.State);
        Assert.Equal(Codex.Now, status.Status.Timestamp);
        Assert.Equal("""{"shared":{"stream":{"source":"status"},"session":{"id":"thread-1"}},"codex":{"turn_id":"turn-1","model_source":"scripted"}}""", status.Metadata!.ToJsonString());
    }

    [Fact]
    public void The_turn_is_learned_from_its_start()
    {
        var played = new Played(identity: Codex.Identity with { TurnId = null });
        played.Play(Codex.Delta("early", "x"), Codex.TurnStarted(), Codex.Delta("m1", "y"));

        Assert.Equal(Codex.Turn, played.Mapper.Identity.TurnId);
        Assert.Equal("y", played.Text("answer-1"));
        Assert.Equal(Codex.Turn, (string?)played.CodexOf("answer-1")["turn_id"]);
    }

    [Fact]
    public void The_last_status_has_the_usage_of_request_turn_and_thread()
    {
        var played = new Played().Play(Codex.Usage(10, 20), Codex.Usage(20, 40)).Finish();

        var usage = (JsonObject)played.Task.Metadata!["shared"]!["usage"]!;
        Assert.Equal((17, 3, 20, 1), ((int)usage["input_tokens"]!, (int)usage["output_tokens"]!, (int)usage["total_tokens"]!, (int)usage["reasoning_tokens"]!));
        Assert.Equal((1, 2), ((int)usage["cache_tokens"]!["read_tokens"]!, (int)usage["cache_tokens"]!["write_tokens"]!));
        Assert.Equal((30, 40, 1000), ((int)usage["turn"]!["total_tokens"]!, (int)usage["total"]!["total_tokens"]!, (int)usage["context_window"]!));
        Assert.Equal("thread-1", (string?)played.Task.Metadata["shared"]!["session"]!["id"]);
    }

    [Fact]
    public void Counts_around_a_compaction_do_not_spoil_the_turns_usage()
    {
        var compaction = new ContextCompactionItem { Id = "x" };
        var played = new Played().Play(
            Codex.Started(compaction), Codex.Usage(36, 36), Codex.Usage(153, 189), Codex.Usage(1918, 189), Codex.Completed(compaction), Codex.Usage(27, 216)).Finish();

        Assert.Equal(216 - 36, (int?)played.Task.Metadata!["shared"]!["usage"]!["turn"]!["total_tokens"]);
    }

    [Fact]
    public void A_retry_is_told_once_per_attempt_and_leaves_no_trace_in_the_tasks_metadata()
    {
        var played = new Played().Play(Codex.Retry(), Codex.Retry(), Codex.Retry("Reconnecting... 2/2")).Finish();

        var hints = played.Statuses.Where(status => status.Status.State == TaskState.Working).ToList();
        Assert.Equal(2, hints.Count);
        Assert.Equal("The request to the model failed; Codex tries again (1/2).", hints[0].Status.Message!.Parts[0].Text);
        var progress = hints[1].Status.Message!.Metadata!["codex"]!["progress"]!;
        Assert.Equal(("reconnecting", 2, 2, "MODEL_UNREACHABLE"), ((string)progress["kind"]!, (int)progress["attempt"]!, (int)progress["of"]!, (string)progress["code"]!));
        Assert.DoesNotContain("progress", played.Task.Metadata!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_rerouted_model_is_told()
    {
        var played = new Played().Play(Codex.Mine(new ModelReroutedNotification("big", "small", "load")));

        Assert.Contains("small", played.Statuses.Single().Status.Message!.Parts[0].Text!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("completed", false, TaskState.Completed, null)]
    [InlineData("interrupted", true, TaskState.Canceled, null)]
    [InlineData("interrupted", false, TaskState.Failed, "TURN_INTERRUPTED")]
    [InlineData("failed", false, TaskState.Failed, "USAGE_LIMIT_EXCEEDED")]
    [InlineData("failed", true, TaskState.Failed, "USAGE_LIMIT_EXCEEDED")]
    public void The_end_of_the_turn_says_how_the_task_ends(string status, bool asked, TaskState state, string? code)
    {
        var error = status == "failed" ? new TurnError("quota", new CodexErrorInfo("usageLimitExceeded")) : null;
        var played = new Played().Finish(TurnOutcome.From(new CodexTurn("t", status, Error: error), asked));

        Assert.Equal(state, played.Task.Status.State);
        Assert.Equal(code, (string?)played.Task.Metadata!["codex"]?["error"]?["code"]);
        Assert.Equal(code is null, played.Task.Status.Message is null);
    }

    [Fact]
    public void A_note_of_the_runner_keeps_its_reason()
    {
        var played = new Played();
        played.Add(played.Mapper.Note("The turn is started again.", new JsonObject { ["reason"] = "TAKEN_OVER", ["attempt"] = 2 }, Codex.Now));

        Assert.Equal("TAKEN_OVER", (string?)played.Task.Metadata!["codex"]!["reason"]);
        Assert.Equal("p00-task-status-1", played.Task.Status.Message!.MessageId);
    }
}
