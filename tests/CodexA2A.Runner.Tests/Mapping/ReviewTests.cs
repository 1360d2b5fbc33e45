using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Tests.Mapping;

/// <summary>What a review found, and messages that join a turn.</summary>
public sealed class ReviewTests
{
    [Fact]
    public void What_a_review_found_is_an_artifact_of_its_own_once()
    {
        var exited = Codex.Completed(new ExitedReviewModeItem("Two things.") { Id = "r1" });
        var played = new Played().Play(Codex.TurnStarted(), exited, exited).Finish();

        var review = Assert.Single(played.Task.Artifacts!, artifact => artifact.Name == "review");
        Assert.Equal(("review-1", "Two things."), (review.ArtifactId, Assert.Single(review.Parts).Text));
        Assert.Equal("done", (string?)review.Metadata!["codex"]!["state"]);
    }

    [Theory]
    [InlineData("""{"findings":[{"title":"A bug"}]}""", 2)]
    [InlineData("{not JSON", 1)]
    public void Findings_that_are_JSON_are_data_as_well(string text, int parts)
    {
        var played = new Played().Play(Codex.TurnStarted(), Codex.Completed(new ExitedReviewModeItem(text) { Id = "r1" })).Finish();

        var review = Assert.Single(played.Task.Artifacts!, artifact => artifact.Name == "review");
        Assert.Equal((parts, text), (review.Parts.Count, review.Parts[0].Text));
        Assert.Equal(parts == 2 ? "A bug" : null, parts == 2 ? review.Parts[1].Data!.Value.GetProperty("findings")[0].GetProperty("title").GetString() : null);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    public void A_review_that_was_broken_off_found_nothing(string? text)
    {
        var played = new Played().Play(Codex.TurnStarted(), Codex.Completed(new ExitedReviewModeItem(text) { Id = "r1" })).Finish();
        Assert.DoesNotContain(played.Task.Artifacts!, artifact => artifact.Name == "review");
    }

    [Fact]
    public void A_message_that_joins_is_in_the_history_and_the_questions_are_said_again()
    {
        var played = new Played().Play(Codex.TurnStarted());
        var said = new Message { MessageId = "m", Role = Role.User, Parts = [Part.FromText("more")] };

        played.Add(played.Mapper.Steered(said, [], Codex.Now));
        Assert.Equal((TaskState.Working, "more", played.Task.Id), (played.Task.Status.State, played.Task.Status.Message!.Parts[0].Text, played.Task.Status.Message.TaskId));

        var open = new Interrupt
        {
            Id = "q1",
            TaskId = played.Task.Id,
            ContextId = played.Task.ContextId!,
            Owner = new Owner("", "alice"),
            Type = "permission",
            Details = new() { ["display_message"] = "May I?" },
            Epoch = 1,
            AskedAt = Codex.Now,
            Deadline = Codex.Now,
        };
        played.Add(played.Mapper.Steered(said with { MessageId = "m2" }, [open], Codex.Now));
        Assert.Equal((TaskState.InputRequired, Role.Agent, "May I?"), (played.Task.Status.State, played.Task.Status.Message!.Role, played.Task.Status.Message.Parts[0].Text));
        Assert.Equal(["m", "m2"], played.Task.History!.Select(message => message.MessageId));
    }
}
