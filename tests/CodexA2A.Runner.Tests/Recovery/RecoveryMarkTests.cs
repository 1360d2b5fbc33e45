using CodexA2A.Runner.Mapping;
using CodexA2A.Runner.Recovery;
using CodexA2A.Runner.Tests.Mapping;
using CodexA2A.Runner.Threads;

namespace CodexA2A.Runner.Tests.Recovery;

public sealed class RecoveryMarkTests
{
    [Fact]
    public void The_number_of_the_attempt_is_that_of_the_task_and_grows()
    {
        var played = new Played();
        Assert.Equal(1, RecoveryMark.Attempts(played.Task));

        played.Add(played.Mapper.Note("Again.", RecoveryMark.Of("TURN_RESTARTED", 2), Codex.Now));
        Assert.Equal(2, RecoveryMark.Attempts(played.Task));

        played.Add(played.Mapper.Finish(TurnOutcome.Completed, Codex.Now, RecoveryMark.Of("TURN_COMPLETED", 3)));
        Assert.Equal(3, RecoveryMark.Attempts(played.Task));
        Assert.Equal("TURN_COMPLETED", (string?)played.Task.Metadata!["codex"]!["recovery"]!["reason"]);
    }

    [Fact]
    public void A_continuation_works_where_the_turn_worked()
    {
        var request = new TurnRequest([]) { Directory = "/w/sub", Model = "m", Effort = "high", Summary = "none" };

        var continued = request.Saying("Go on.");

        Assert.Equal(request with { Input = continued.Input }, continued);
        Assert.Single(continued.Input);
    }
}
