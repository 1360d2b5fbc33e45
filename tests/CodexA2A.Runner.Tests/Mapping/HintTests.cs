using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Mapping;
using CodexA2A.Runner.Mapping.Approvals;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Tests.Mapping;

/// <summary>Hooks, reviews, warnings, limits, typing, and what outlives the turn.</summary>
public sealed class HintTests
{
    [Fact]
    public void A_hook_is_a_tool_with_what_it_said_and_decided()
    {
        var run = new HookRun("stop:2:/srv/someone/config.toml", "stop", "running", "Looking");
        var played = new Played().Play(
            Codex.Mine(new HookStartedNotification(run)),
            Codex.Mine(new HookCompletedNotification(run with { Status = "blocked", DurationMs = 6, Entries = [new HookOutputEntry("feedback", "Run the tests first.")] })),
            Codex.Mine(new HookStartedNotification(run)),
            Codex.Mine(new HookCompletedNotification(run with { Status = "failed" }))).Finish();

        Assert.Equal("""{"kind":"state","source_method":"hook","call_id":"hook-1","tool":"stop","status":"completed","title":"Looking","output":{"outcome":"blocked","entries":[{"kind":"feedback","text":"Run the tests first."}],"duration_ms":6}}""",
            played.State("tool-1").ToJsonString());
        Assert.Equal(("failed", "hook-2"), ((string?)played.State("tool-2")["status"], (string?)played.State("tool-2")["call_id"]));
        Assert.DoesNotContain("someone", played.Task.Artifacts![0].Metadata!.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("approved", "completed")]
    [InlineData("denied", "completed")]
    [InlineData("timedOut", "failed")]
    [InlineData("aborted", "cancelled")]
    public void Codex_s_own_review_is_a_tool_with_its_decision(string decision, string status)
    {
        var action = new AutoReviewAction("applyPatch", Files: ["/workspace/a.txt"]);
        var played = new Played().Play(
            Codex.Mine(new AutoReviewStartedNotification("r1", "c1", new AutoReview("inProgress"), action)),
            Codex.Mine(new AutoReviewCompletedNotification("r1", "c1", new AutoReview(decision, "low", "It is harmless."), action))).Finish();

        var state = played.State("tool-1");
        Assert.Equal(("auto_review", status), ((string?)state["tool"], (string?)state["status"]));
        Assert.Equal("""{"call_id":"c1","action":"applyPatch","paths":["a.txt"]}""", state["input"]!.ToJsonString());
        Assert.Equal((decision, "It is harmless."), ((string?)state["output"]!["decision"], (string?)state["output"]!["rationale"]));
    }

    [Fact]
    public void Warnings_of_the_thread_are_hints_without_paths()
    {
        var played = new Played().Play(
            new WarningNotification("No metadata in /srv/data/models.json") { ThreadId = Codex.Thread },
            new GuardianWarningNotification("The review failed.") { ThreadId = Codex.Thread },
            new McpServerStartupStatusUpdatedNotification("lab", "ready") { ThreadId = Codex.Thread },
            new McpServerStartupStatusUpdatedNotification("lab", "failed", "exit 1") { ThreadId = Codex.Thread },
            Codex.Mine(new AuthRecoveryStartedNotification("Renewing the login.")),
            Codex.Mine(new SafetyBufferingNotification("big", false)),
            Codex.Mine(new SafetyBufferingNotification("big", true)),
            new WarningNotification("Another thread's.") { ThreadId = "thread-other" });

        Assert.Equal(
            ["warning Codex warns: No metadata in [path]", "warning Codex warns: The review failed.", "mcp_server_failed The MCP server lab did not start, so its tools are missing. exit 1",
             "auth_recovery Renewing the login.", "safety_buffering The model provider holds the answer back while it checks it."],
            played.Statuses.Select(status => $"{status.Status.Message!.Metadata!["codex"]!["progress"]!["kind"]} {status.Status.Message.Parts[0].Text}"));
    }

    [Fact]
    public void While_a_person_is_asked_no_hint_takes_the_question_back()
    {
        var played = new Played().Play(Codex.TurnStarted());
        var asked = new Interrupt
        {
            Id = "int_1",
            TaskId = Codex.Identity.TaskId,
            ContextId = Codex.Identity.ContextId,
            Owner = new Owner("", "user"),
            Type = InterruptTypes.Question,
            Details = [],
            Epoch = 1,
            AskedAt = Codex.Now,
            Deadline = Codex.Now.AddHours(1),
        };
        played.Add(played.Mapper.InputRequired(asked, [asked], Codex.Now));
        played.Play(new WarningNotification("Beware.") { ThreadId = Codex.Thread });
        Assert.Equal(TaskState.InputRequired, played.Task.Status.State);

        played.Add(played.Mapper.InputResolved(asked with { Status = InterruptStatus.Answered }, [], Codex.Now));
        played.Play(new WarningNotification("Beware.") { ThreadId = Codex.Thread });
        Assert.Equal("Codex warns: Beware.", played.Task.Status.Message!.Parts[0].Text);
    }

    [Fact]
    public void What_the_agent_types_into_a_command_is_part_of_its_input()
    {
        var played = new Played().Play(
            Codex.Started(Codex.Command("c1")), Codex.Mine(new TerminalInteractionNotification("c1", "1", "y\n")), Codex.Mine(new TerminalInteractionNotification("c1", "1", "")),
            Codex.Mine(new TerminalInteractionNotification("c1", "1", "n\n")));
        Assert.Equal("y\nn\n", (string?)played.State("tool-1")["input"]!["stdin"]);

        played.Play(Codex.Completed(Codex.Command("c1", "completed", "out", 0))).Finish();
        Assert.Equal(("y\nn\n", "completed"), ((string?)played.State("tool-1")["input"]!["stdin"], (string?)played.State("tool-1")["status"]));
    }

    [Fact]
    public void A_command_that_outlives_its_turn_says_that_it_runs_on()
    {
        var played = new Played().Play(Codex.Started(Codex.Command("c1")), Codex.Output("c1", "waiting\n"), Codex.Started(new McpToolCallItem("lab", "x", "inProgress") { Id = "t1" })).Finish();

        Assert.Equal(("running", true, "done"), ((string?)played.State("tool-1")["status"], (bool?)played.CodexOf("tool-1")["background"], (string?)played.CodexOf("tool-1")["state"]));
        Assert.Equal("waiting\n", (string?)played.State("tool-1")["output"]!["text"]);
        Assert.Equal("cancelled", (string?)played.State("tool-2")["status"]);
    }

    [Fact]
    public void The_limits_of_the_account_are_those_last_told()
    {
        var first = new RateLimitSnapshot("codex", new RateLimitWindow(12.5, 300, 1_800_000_000), new RateLimitWindow(40, 10_080), "plus");
        var later = new RateLimitSnapshot("codex", new RateLimitWindow(13)).Over(first);

        Assert.Equal("""{"limit_id":"codex","plan_type":"plus","primary":{"used_percent":13},"secondary":{"used_percent":40,"window_minutes":10080}}""", RateLimits.ToJson(later)!.ToJsonString());
        Assert.Null(RateLimits.ToJson(new RateLimitSnapshot("codex")));
        Assert.Null(new RateLimitSnapshot("other").Over(first).Primary);
    }
}
