using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.Tests.Mapping;

public sealed class ReasoningAndPlanTests
{
    [Fact]
    public void Summary_and_raw_reasoning_are_two_artifacts_with_their_paragraphs_apart()
    {
        var played = new Played().Play(
            Codex.Started(new ReasoningItem { Id = "r1" }),
            Codex.Summary("r1", 0, "First "), Codex.Raw("r1", 0, "raw "), Codex.Summary("r1", 0, "part"), Codex.Raw("r1", 0, "bits"), Codex.Summary("r1", 1, "Second"),
            Codex.Completed(new ReasoningItem(["First part", "Second"], ["raw bits"]) { Id = "r1" })).Finish();

        Assert.Equal("reasoning-1 reasoning-2", played.Ids);
        Assert.Equal("First part\n\nSecond", played.Text("reasoning-1"));
        Assert.Equal("raw bits", played.Text("reasoning-2"));
        Assert.Equal("", played.Updates("reasoning-1").Last().Artifact.Parts.Single().Text);
        Assert.Equal("summary", (string?)played.CodexOf("reasoning-1")["format"]);
        Assert.Equal("reasoning", (string?)played.Artifact("reasoning-2").Metadata!["shared"]!["stream"]!["block_type"]);
    }

    [Fact]
    public void Raw_reasoning_that_the_end_leaves_out_stands()
    {
        var played = new Played().Play(Codex.Raw("r1", 0, "raw"), Codex.Completed(new ReasoningItem([], []) { Id = "r1" })).Finish();

        Assert.Equal("raw", played.Text("reasoning-1"));
        Assert.Null(played.CodexOf("reasoning-1")["incomplete"]);
    }

    [Fact]
    public void Complete_reasoning_of_a_broken_response_is_withdrawn_when_the_model_thinks_again()
    {
        var played = new Played().Play(
            Codex.Completed(new ReasoningItem(["I look."], ["raw look"]) { Id = "r1" }), Codex.Retry(),
            Codex.Completed(new ReasoningItem(["I look."], ["raw again"]) { Id = "r2" })).Finish();

        Assert.Equal("reasoning-1 reasoning-2 reasoning-3 reasoning-4", played.Ids);
        Assert.Equal(("", ""), (played.Text("reasoning-1"), played.Text("reasoning-2")));
        Assert.True((bool?)played.CodexOf("reasoning-1")["withdrawn"]);
        Assert.True((bool?)played.CodexOf("reasoning-2")["withdrawn"]);
        Assert.Equal(("I look.", "raw again"), (played.Text("reasoning-3"), played.Text("reasoning-4")));
    }

    [Fact]
    public void Reasoning_of_a_whole_response_stays_whatever_breaks_later()
    {
        var played = new Played().Play(
            Codex.Completed(new ReasoningItem(["One."], []) { Id = "r1" }), Codex.Usage(), Codex.Retry(),
            Codex.Completed(new ReasoningItem(["Two."], []) { Id = "r2" })).Finish();

        Assert.Equal(("One.", "Two."), (played.Text("reasoning-1"), played.Text("reasoning-2")));
    }

    [Fact]
    public void Reasoning_without_words_makes_no_artifact() =>
        Assert.Equal("", new Played().Play(Codex.Started(new ReasoningItem { Id = "r1" }), Codex.Completed(new ReasoningItem([], []) { Id = "r1" })).Finish().Ids);

    [Fact]
    public void The_steps_of_a_plan_are_one_artifact_that_is_replaced()
    {
        var played = new Played().Play(
            Codex.Mine(new TurnPlanUpdatedNotification("Why", [new TurnPlanStep("one", "inProgress"), new TurnPlanStep("two", "pending")])),
            Codex.Mine(new TurnPlanUpdatedNotification("Why", [new TurnPlanStep("one", "completed"), new TurnPlanStep("two", "inProgress")])),
            Codex.Mine(new TurnPlanUpdatedNotification("Why", [new TurnPlanStep("one", "completed"), new TurnPlanStep("two", "inProgress")]))).Finish();

        Assert.Equal("plan-1", played.Ids);
        Assert.Equal(3, played.Updates("plan-1").Count());
        Assert.Equal("Why\n\n- [x] one\n- [>] two\n", played.Text("plan-1"));
        Assert.Equal("in_progress", played.Artifact("plan-1").Parts[0].Data!.Value.GetProperty("steps")[1].GetProperty("status").GetString());
    }

    [Fact]
    public void A_proposed_plan_counts_as_its_end_says()
    {
        var played = new Played().Play(
            Codex.Started(new PlanItem { Id = "p1" }), Codex.Mine(new PlanDeltaNotification("p1", "<plan>a")), Codex.Completed(new PlanItem("a") { Id = "p1" })).Finish();

        Assert.Equal("a", played.Text("plan-1"));
    }

    [Fact]
    public void The_diff_of_the_turn_is_one_artifact_and_repeats_are_not_sent()
    {
        var played = new Played().Play(
            Codex.Mine(new TurnDiffUpdatedNotification("")),
            Codex.Mine(new TurnDiffUpdatedNotification("diff 1\n")),
            Codex.Mine(new TurnDiffUpdatedNotification("diff 1\n")),
            Codex.Mine(new TurnDiffUpdatedNotification("diff 2\n"))).Finish();

        Assert.Equal("diff-1", played.Ids);
        Assert.Equal(3, played.Updates("diff-1").Count());
        var part = Assert.Single(played.Artifact("diff-1").Parts);
        Assert.Equal(("diff 2\n", "text/x-diff"), (part.Text, part.MediaType));
    }
}
