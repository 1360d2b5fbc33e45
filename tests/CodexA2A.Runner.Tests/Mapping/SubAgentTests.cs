using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Mapping;

namespace CodexA2A.Runner.Tests.Mapping;

public sealed class SubAgentTests
{
    private const string Thread = "thread-child";
    private const string Turn = "turn-child";

    [Fact]
    public void What_a_sub_agent_says_and_does_is_the_task_s_with_its_thread()
    {
        var played = Begun().Play(
            Child(new ItemStartedNotification(Codex.Command("c1"))), Child(new CommandExecutionOutputDeltaNotification("c1", "one\n")),
            Codex.Started(Codex.Command("c1")),
            Child(new ItemCompletedNotification(Codex.Command("c1", "completed", "one\n", 0))),
            Codex.Completed(Codex.Command("c1", "failed", "own\n", 1)),
            Child(new AgentMessageDeltaNotification("m1", "I am ")), Codex.Delta("m1", "Done."),
            Child(new ItemCompletedNotification(new AgentMessageItem("I am done.", "final_answer") { Id = "m1" })),
            Codex.MessageCompleted("m1", "Done."), Child(Ended())).Finish();

        Assert.Equal("tool-1 tool-2 commentary-1 answer-1", played.Ids);
        Assert.Equal(("completed", Thread), ((string?)played.State("tool-1")["status"], (string?)played.CodexOf("tool-1")["thread_id"]));
        Assert.Equal(("failed", (string?)null), ((string?)played.State("tool-2")["status"], (string?)played.CodexOf("tool-2")["thread_id"]));
        Assert.Equal(("I am done.", Thread), (played.Text("commentary-1"), (string?)played.CodexOf("commentary-1")["thread_id"]));
        Assert.Equal("Done.", played.Text("answer-1"));
        Assert.Equal(TaskState.Completed, played.Task.Status.State);
        Rules.Hold(Codex.Task, [.. played.Events.Select(e => e.Event)]);
    }

    [Fact]
    public void What_it_changes_is_in_a_diff_of_its_own()
    {
        var played = Begun().Play(
            Child(new TurnDiffUpdatedNotification("diff --git a/child b/child\n")), Codex.Mine(new TurnDiffUpdatedNotification("diff --git a/own b/own\n")), Child(Ended())).Finish();

        Assert.Equal("diff-1 diff-2", played.Ids);
        Assert.Equal((Thread, (string?)null), ((string?)played.CodexOf("diff-1")["thread_id"], (string?)played.CodexOf("diff-2")["thread_id"]));
        Assert.Contains("b/child", played.Text("diff-1"), StringComparison.Ordinal);
        Assert.Equal("done", (string?)played.CodexOf("diff-1")["state"]);
    }

    [Fact]
    public void Its_end_closes_what_it_left_open_and_is_not_the_task_s()
    {
        var played = Begun().Play(Child(new ItemStartedNotification(Codex.Command("c1"))), Child(new AgentMessageDeltaNotification("m1", "half")), Child(Ended()));

        Assert.Equal("done", (string?)played.CodexOf("tool-1")["state"]);
        Assert.Equal(("running", true), ((string?)played.State("tool-1")["status"], (bool?)played.CodexOf("tool-1")["background"]));
        Assert.True((bool?)played.CodexOf("commentary-1")["incomplete"]);
        Assert.Empty(played.Mapper.RunningSubAgents);
        Assert.False(played.Mapper.IsFinished);
    }

    [Fact]
    public void One_that_outlives_the_turn_runs_on_and_is_heard_no_more()
    {
        var played = Begun().Play(Child(new ItemStartedNotification(Codex.Command("c1"))));
        Assert.Equal([new SubAgentTurn(Thread, Turn)], played.Mapper.RunningSubAgents);
        played.Finish();
        var said = played.Events.Count;
        played.Play(Child(new ItemCompletedNotification(Codex.Command("c1", "completed", "", 0))));

        Assert.Equal(said, played.Events.Count);
        Assert.Equal("running", (string?)played.State("tool-1")["status"]);
        Assert.Equal("COMPLETED", played.Task.Status.State.ToString().ToUpperInvariant());
    }

    [Fact]
    public void Canceled_with_the_turn_its_tools_are_canceled()
    {
        var played = Begun().Play(Child(new ItemStartedNotification(Codex.Command("c1")))).Finish(TurnOutcome.Canceled());

        Assert.Equal("cancelled", (string?)played.State("tool-1")["status"]);
    }

    [Fact]
    public void Those_of_other_turns_are_not_heard()
    {
        var played = new Played().Play(
            Codex.TurnStarted(),
            new TurnStartedNotification(new CodexTurn(Turn, TurnStatuses.InProgress, "turn-0")) { ThreadId = Thread, TurnId = Turn },
            Child(new AgentMessageDeltaNotification("m1", "hello")));

        Assert.Null(played.Task.Artifacts);
    }

    [Fact]
    public void A_broken_stream_of_its_own_voids_only_its_own_text()
    {
        var played = Begun().Play(
            Codex.Delta("m1", "The answer"), Child(new AgentMessageDeltaNotification("m2", "half")),
            Child(new ErrorNotification(new TurnError("Reconnecting... 1/2"), true)), Child(new AgentMessageDeltaNotification("m3", "whole")),
            Codex.MessageCompleted("m1", "The answer."));

        Assert.True((bool?)played.CodexOf("commentary-1")["withdrawn"]);
        Assert.Null(played.CodexOf("answer-1")["withdrawn"]);
        Assert.Equal("The answer.", played.Text("answer-1"));
    }

    [Fact]
    public void What_it_asks_is_asked_with_its_thread_and_its_patch()
    {
        var mapper = Begun().Play(Child(new ItemStartedNotification(Codex.Patch("f1")))).Mapper;
        var request = new FileChangeApprovalRequest("f1") { ThreadId = Thread, TurnId = Turn };

        Assert.True(mapper.Owns(request));
        Assert.False(mapper.Owns(request with { TurnId = "turn-other" }));
        Assert.False(mapper.Owns(request with { ThreadId = "thread-other" }));
        var details = mapper.Ask(request)!.Details;
        Assert.Equal(Thread, (string?)details["thread_id"]);
        Assert.Contains("a.txt", details.ToJsonString(), StringComparison.Ordinal);
    }

    private static Played Begun() => new Played().Play(
        Codex.TurnStarted(), new TurnStartedNotification(new CodexTurn(Turn, TurnStatuses.InProgress, Codex.Turn)) { ThreadId = Thread, TurnId = Turn });

    private static TurnCompletedNotification Ended() => new(new CodexTurn(Turn, TurnStatuses.Completed, Codex.Turn));

    private static Notification Child(Notification n) => n with { ThreadId = Thread, TurnId = Turn };
}
