using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Mapping;

namespace CodexA2A.Runner.Tests.Mapping;

public sealed class AgentMessageTests
{
    [Fact]
    public void Deltas_stream_into_one_answer_that_ends_with_an_empty_chunk()
    {
        var played = new Played().Play(Codex.TurnStarted(), Codex.MessageStarted("m1"), Codex.Delta("m1", "Hel"), Codex.Delta("m1", "lo"), Codex.MessageCompleted("m1", "Hello")).Finish();

        var updates = played.Updates("answer-1").ToList();
        Assert.Equal([false, true, true], updates.Select(update => update.Append));
        Assert.Equal([false, false, true], updates.Select(update => update.LastChunk));
        Assert.Equal(["Hel", "lo", ""], updates.Select(update => update.Artifact.Parts.Single().Text));
        Assert.Equal("Hello", played.Text("answer-1"));
        Assert.Equal([true, true, false], played.Events.Skip(1).Take(3).Select(e => e.IsTextDelta));
        Assert.Equal(TaskState.Completed, played.Task.Status.State);
    }

    [Fact]
    public void The_whole_text_replaces_what_was_streamed_differently()
    {
        var played = new Played().Play(Codex.MessageStarted("m1"), Codex.Delta("m1", "Hel"), Codex.MessageCompleted("m1", "Hullo")).Finish();

        var last = played.Updates("answer-1").Last();
        Assert.False(last.Append);
        Assert.True(last.LastChunk);
        Assert.Equal("Hullo", played.Text("answer-1"));
    }

    [Fact]
    public void Commentary_and_answer_are_told_apart()
    {
        var played = new Played().Play(
            Codex.MessageStarted("m1", "commentary"), Codex.Delta("m1", "I look."), Codex.MessageCompleted("m1", "I look.", "commentary"),
            Codex.MessageStarted("m2", "final_answer"), Codex.Delta("m2", "Done."), Codex.MessageCompleted("m2", "Done.", "final_answer")).Finish();

        Assert.Equal("commentary-1 answer-1", played.Ids);
        Assert.Equal("final_answer", (string?)played.CodexOf("answer-1")["phase"]);
        Assert.Equal("m2", (string?)played.CodexOf("answer-1")["item_id"]);
        Assert.Equal(Codex.Turn, (string?)played.CodexOf("answer-1")["turn_id"]);
    }

    [Fact]
    public void A_message_that_only_completes_is_one_event_and_an_empty_one_is_none()
    {
        var played = new Played().Play(Codex.MessageCompleted("m1", "All at once"), Codex.MessageStarted("m2"), Codex.MessageCompleted("m2", "")).Finish();

        Assert.Equal("answer-1", played.Ids);
        Assert.True(Assert.Single(played.Updates("answer-1")).LastChunk);
    }

    [Fact]
    public void What_the_end_of_the_turn_repeats_is_not_published_twice_but_what_it_adds_is()
    {
        var played = new Played().Play(
            Codex.MessageStarted("m1"), Codex.Delta("m1", "A"), Codex.MessageCompleted("m1", "A"),
            Codex.MessageStarted("m2"), Codex.Delta("m2", "hal"),
            Codex.TurnCompleted(items: [new AgentMessageItem("A") { Id = "m1" }, new AgentMessageItem("half") { Id = "m2" }])).Finish();

        Assert.Equal("answer-1 answer-2", played.Ids);
        Assert.Equal(2, played.Updates("answer-1").Count());
        Assert.Equal("half", played.Text("answer-2"));
    }

    [Fact]
    public void Half_told_text_of_a_broken_stream_is_withdrawn_when_its_successor_begins()
    {
        var played = new Played().Play(Codex.MessageStarted("m1"), Codex.Delta("m1", "Half"), Codex.Retry(), Codex.MessageStarted("m2"));
        Assert.Single(played.Updates("answer-1"));

        played.Play(Codex.Delta("m2", "Whole"), Codex.MessageCompleted("m2", "Whole")).Finish();
        Assert.Equal("", played.Text("answer-1"));
        Assert.True((bool?)played.CodexOf("answer-1")["withdrawn"]);
        Assert.Equal("Whole", played.Text("answer-2"));
        var order = played.Events.Select(e => e.Event.ArtifactUpdate?.Artifact.ArtifactId).ToList();
        Assert.True(order.LastIndexOf("answer-1") < order.IndexOf("answer-2"));
    }

    [Fact]
    public void Half_told_text_is_withdrawn_at_the_end_when_nothing_follows_and_kept_when_the_stream_did_not_break()
    {
        var broken = new Played().Play(Codex.MessageStarted("m1"), Codex.Delta("m1", "Half"), Codex.Retry()).Finish(TurnOutcome.Failed(ErrorMapping.Interrupted));
        Assert.True((bool?)broken.CodexOf("answer-1")["withdrawn"]);

        var canceled = new Played().Play(Codex.MessageStarted("m1"), Codex.Delta("m1", "Half")).Finish(TurnOutcome.Canceled());
        Assert.Equal("Half", canceled.Text("answer-1"));
        Assert.True((bool?)canceled.CodexOf("answer-1")["incomplete"]);
    }

    [Fact]
    public void Text_that_goes_on_after_a_retry_stays()
    {
        var played = new Played().Play(Codex.MessageStarted("m1"), Codex.Delta("m1", "Ha"), Codex.Retry(), Codex.Delta("m1", "lf"), Codex.MessageCompleted("m1", "Half")).Finish();

        Assert.Equal("Half", played.Text("answer-1"));
        Assert.Null(played.CodexOf("answer-1")["withdrawn"]);
    }

    [Fact]
    public void Steering_withdraws_the_half_told_text()
    {
        var played = new Played().Play(Codex.UserMessage("first"), Codex.MessageStarted("m1"), Codex.Delta("m1", "Half"), Codex.UserMessage("second"), Codex.MessageCompleted("m2", "Whole")).Finish();

        Assert.True((bool?)played.CodexOf("answer-1")["withdrawn"]);
        Assert.Equal("Whole", played.Text("answer-2"));
    }

    [Theory]
    [InlineData("The same.", "The same.", "")]
    [InlineData("Some words.", "Other words.", "")]
    public void A_complete_message_of_a_broken_response_is_withdrawn_when_the_model_says_its_piece_again(string first, string second, string left)
    {
        var played = new Played().Play(Codex.MessageCompleted("m1", first), Codex.Retry(), Codex.MessageCompleted("m2", second)).Finish();

        Assert.Equal(left, played.Text("answer-1"));
        Assert.True((bool?)played.CodexOf("answer-1")["withdrawn"]);
        Assert.Equal(second, played.Text("answer-2"));
    }

    [Fact]
    public void A_message_stays_when_its_response_was_whole_or_the_model_had_gone_on_to_a_tool()
    {
        var whole = new Played().Play(Codex.MessageCompleted("m1", "One."), Codex.Usage(), Codex.Retry(), Codex.MessageCompleted("m2", "Two.")).Finish();
        Assert.Equal("One.", whole.Text("answer-1"));

        var tool = new Played().Play(
            Codex.MessageCompleted("m1", "I list."), Codex.Started(Codex.Command("c1")), Codex.Completed(Codex.Command("c1", "completed", "x", 0)),
            Codex.Retry(), Codex.MessageCompleted("m2", "Listed.")).Finish();
        Assert.Equal("I list.", tool.Text("answer-1"));

        var repeated = new Played().Play(Codex.MessageCompleted("m1", "I list."), Codex.Started(Codex.Command("c1")), Codex.Retry(), Codex.MessageCompleted("m2", "I list.")).Finish();
        Assert.True((bool?)repeated.CodexOf("answer-1")["withdrawn"]);
    }

    [Fact]
    public void An_id_that_comes_again_is_another_message()
    {
        var played = new Played().Play(
            Codex.MessageStarted("m"), Codex.Delta("m", "One"), Codex.MessageCompleted("m", "One"), Codex.Usage(),
            Codex.MessageStarted("m"), Codex.Delta("m", "Two"), Codex.MessageCompleted("m", "Two")).Finish();

        Assert.Equal("One", played.Text("answer-1"));
        Assert.Equal("Two", played.Text("answer-2"));
    }

    [Fact]
    public void Other_threads_and_other_turns_are_not_this_tasks()
    {
        var played = new Played().Play(
            Codex.Delta("m1", "child") with { ThreadId = "thread-child" },
            Codex.Completed(Codex.Command("old", "failed", "late", 1)) with { TurnId = "turn-0" });

        Assert.Empty(played.Events);
    }

    [Fact]
    public void Nothing_follows_the_terminal_status()
    {
        var played = new Played().Play(Codex.Delta("m1", "a")).Finish();
        var count = played.Events.Count;

        played.Play(Codex.Delta("m1", "b"), Codex.TurnStarted()).Finish().Add(played.Mapper.Begin(Codex.Now)).Add(played.Mapper.Note("x", null, Codex.Now));
        Assert.Equal(count, played.Events.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_it_asks_without_waiting_and_rests_on_stands_behind_the_text(bool streamed)
    {
        var item = new AgentMessageItem("Done.", "final_answer", "async", [new AsyncQuestion("Merge it?", ["yes", "no"]), new AsyncQuestion("Anything else?")],
            new MemoryCitation([new MemoryCitationEntry("/workspace/notes.md", 3, 5, "how we merge")]), new AgentMessageModeration(true))
        { Id = "m1" };
        var played = new Played().Play(Codex.TurnStarted());
        played = (streamed ? played.Play(Codex.MessageStarted("m1"), Codex.Delta("m1", "Done.")) : played).Play(Codex.Completed(item), Codex.Completed(item)).Finish();

        Assert.Equal("answer-1", played.Ids);
        var parts = played.Artifact("answer-1").Parts;
        Assert.Equal("Done.", string.Concat(parts.Select(part => part.Text)));
        Assert.Equal(
            ["""{"kind":"questions","delivery":"async","questions":[{"title":"Merge it?","options":["yes","no"]},{"title":"Anything else?"}]}""",
             """{"kind":"memory_citation","entries":[{"path":"notes.md","line_start":3,"line_end":5,"note":"how we merge"}]}"""],
            parts.Where(part => part.Data is not null).Select(part => part.Data!.Value.GetRawText()));
        Assert.Equal(("async", true), ((string?)played.CodexOf("answer-1")["delivery"], (bool?)played.CodexOf("answer-1")["moderated"]));
        Rules.Hold(Codex.Task, [.. played.Events.Select(e => e.Event)]);
    }

    [Fact]
    public void A_message_of_questions_alone_is_one()
    {
        var played = new Played().Play(Codex.Completed(new AgentMessageItem("", Questions: [new AsyncQuestion("Well?")]) { Id = "m1" })).Finish();
        Assert.Equal("Well?", played.Artifact("answer-1").Parts.Single(part => part.Data is not null).Data!.Value.GetProperty("questions")[0].GetProperty("title").GetString());
    }
}
