using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Mapping;
using CodexA2A.Runner.Threads;

namespace CodexA2A.Runner.Tests.Mapping;

public sealed class TakeoverTests
{
    private static readonly TurnIdentity Later = Codex.Identity with { TurnId = null };

    [Fact]
    public void Numbers_go_on_behind_those_of_the_task()
    {
        var first = new Played().Play(Codex.MessageCompleted("m1", "One"), Codex.Completed(Codex.Command("c1", "completed")));
        first.Add(first.Mapper.Note("Started again.", null, Codex.Now));
        var second = new Played(first.Task);
        second.Play(Codex.MessageStarted("m1"), Codex.Delta("m1", "Two"), Codex.MessageCompleted("m1", "Two"))
            .Add(second.Mapper.Note("Once more.", null, Codex.Now)).Finish();

        Assert.Equal("answer-1 tool-1 answer-2", second.Ids);
        Assert.Equal(["p00-task-status-1", "p00-task-status-2"], second.Task.History!.Select(message => message.MessageId));
        Rules.Hold(first.Task, [.. second.Events.Select(e => e.Event)]);
    }

    [Fact]
    public void What_a_lost_runner_left_open_is_closed_and_never_as_a_success()
    {
        var lost = Lost();
        var task = Played.Fold(lost, AbandonedItems.Close(lost, "The service was restarted.").Select(e => e.Event));

        string Text(string id) => string.Concat(task.Artifacts!.Single(a => a.ArtifactId == id).Parts.Select(p => p.Text));
        Assert.Equal("", Text("answer-1"));
        Assert.Equal("", Text("reasoning-1"));
        Assert.Equal("diff\n", Text("diff-1"));
        Assert.StartsWith("- [>] one", Text("plan-1"), StringComparison.Ordinal);
        var tool = task.Artifacts!.Single(a => a.ArtifactId == "tool-1").Parts.Single().Data!.Value;
        Assert.Equal("failed", tool.GetProperty("status").GetString());
        Assert.Equal("so far", tool.GetProperty("output").GetProperty("text").GetString());
        Assert.Equal("The service was restarted.", tool.GetProperty("error").GetProperty("message").GetString());
        Assert.Equal("ls -l", tool.GetProperty("title").GetString());
        Assert.All(task.Artifacts!, a => Assert.Equal("done", (string?)a.Metadata!["codex"]!["state"]));
        Assert.Equal(Codex.Turn, (string?)task.Artifacts!.Single(a => a.ArtifactId == "tool-1").Metadata!["codex"]!["turn_id"]);
        Assert.Empty(AbandonedItems.Close(task, "again"));
    }

    [Fact]
    public void Closing_first_and_going_on_keeps_the_rules()
    {
        var lost = Lost();
        var closing = AbandonedItems.Close(lost, "restart");
        var second = new Played(Played.Fold(lost, closing.Select(e => e.Event)), Later);
        second.Play(Codex.TurnStarted(), Codex.MessageCompleted("m9", "Done")).Finish();

        Rules.Hold(lost, [.. closing.Concat(second.Events).Select(e => e.Event)]);
    }

    [Fact]
    public void What_is_open_is_closed_at_the_end_also_when_nobody_closed_it_first()
    {
        var second = new Played(Lost(), Later);
        second.Play(Codex.TurnStarted(), Codex.MessageCompleted("m9", "Done")).Finish();

        Rules.Hold(Lost(), [.. second.Events.Select(e => e.Event)]);
        Assert.True((bool?)second.CodexOf("answer-1")["withdrawn"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_missing_is_published_from_the_history(bool closedFirst)
    {
        var lost = Lost();
        var closing = closedFirst ? AbandonedItems.Close(lost, "restart") : [];
        var second = new Played(Played.Fold(lost, closing.Select(e => e.Event)), Codex.Identity);
        second.Add(Replay(second, [
            new UserMessageItem { Id = "u1" },
            new AgentMessageItem("Before.", "commentary") { Id = "m0" },
            Codex.Command("c1", "completed", "so far and more", 0),
            new AgentMessageItem("Half and whole.") { Id = "m1" },
            new AgentMessageItem("Never seen.") { Id = "m2" },
        ])).Finish();

        Assert.Equal("Before.", second.Text("commentary-1"));
        Assert.Single(second.Task.Artifacts!, a => a.Name == "commentary");
        Assert.Equal(closedFirst ? "answer-1 answer-2 answer-3" : "answer-1 answer-2", string.Join(' ', second.Task.Artifacts!.Where(a => a.Name == "answer").Select(a => a.ArtifactId)));
        Assert.Equal("Half and whole.", second.Text(closedFirst ? "answer-2" : "answer-1"));
        Assert.Equal("Never seen.", second.Text(closedFirst ? "answer-3" : "answer-2"));
        Assert.Equal(TaskState.Completed, second.Task.Status.State);
        if (!closedFirst)
        {
            Assert.Equal("so far and more", (string?)second.State("tool-1")["output"]!["text"]);
            Assert.Equal("completed", (string?)second.State("tool-1")["status"]);
        }

        Rules.Hold(lost, [.. closing.Concat(second.Events).Select(e => e.Event)]);
    }

    [Fact]
    public void What_was_withdrawn_because_it_was_said_again_does_not_come_back_from_the_history()
    {
        var lost = new Played().Play(Codex.MessageCompleted("m1", "One."), Codex.Retry(), Codex.MessageCompleted("m2", "Two.")).Task;
        var second = new Played(lost, Codex.Identity);
        second.Add(Replay(second, [new AgentMessageItem("One.") { Id = "m1" }, new AgentMessageItem("Two.") { Id = "m2" }])).Finish();

        Assert.Equal("answer-1 answer-2", second.Ids);
        Assert.Equal("", second.Text("answer-1"));
    }

    private static IReadOnlyList<MappedEvent> Replay(Played played, IReadOnlyList<ThreadItem> items) =>
        HistoryReplay.Map(played.Mapper, new ThreadTurn(Codex.Thread, new CodexTurn(played.Mapper.Identity.TurnId!, TurnStatuses.Completed), items), Codex.Now);

    private static AgentTask Lost() => new Played().Play(
        Codex.TurnStarted(),
        Codex.MessageStarted("m0", "commentary"), Codex.Delta("m0", "Before."), Codex.MessageCompleted("m0", "Before.", "commentary"),
        Codex.Summary("r1", 0, "thinking"),
        Codex.Started(Codex.Command("c1")), Codex.Output("c1", "so "), Codex.Output("c1", "far"),
        Codex.Mine(new TurnDiffUpdatedNotification("diff\n")),
        Codex.Mine(new TurnPlanUpdatedNotification(null, [new TurnPlanStep("one", "inProgress")])),
        Codex.MessageStarted("m1"), Codex.Delta("m1", "Half")).Task;
}
