using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Turns;

namespace CodexA2A.Runner.Tests.Turns;

public sealed class TurnVerdictTests
{
    private static readonly RunnerOptions Options = new();

    [Theory]
    [InlineData(nameof(TurnStop.Cancel))]
    [InlineData(nameof(TurnStop.TurnLimit))]
    [InlineData(nameof(TurnStop.IdleLimit))]
    [InlineData(nameof(TurnStop.Park))]
    public void What_Codex_completed_is_completed_also_when_it_was_asked_to_stop(string stop) =>
        Assert.Equal(TaskState.Completed, TurnVerdict.Of(Ended(TurnStatuses.Completed, stop), false, Options.TurnTimeout, Options)!.State);

    [Theory]
    [InlineData(TurnStatuses.Interrupted, nameof(TurnStop.Cancel), nameof(TaskState.Canceled), null)]
    [InlineData(TurnStatuses.Interrupted, nameof(TurnStop.TurnLimit), nameof(TaskState.Failed), "TURN_TIMEOUT")]
    [InlineData(TurnStatuses.Failed, nameof(TurnStop.IdleLimit), nameof(TaskState.Failed), "TURN_IDLE")]
    [InlineData(TurnStatuses.Failed, nameof(TurnStop.Cancel), nameof(TaskState.Canceled), null)]
    public void Otherwise_it_ended_for_the_reason_that_we_had(string status, string stop, string state, string? code)
    {
        var outcome = TurnVerdict.Of(Ended(status, stop), false, Options.TurnTimeout, Options)!;
        Assert.Equal((state, code), (outcome.State.ToString(), outcome.Error?.Code));
    }

    [Theory]
    [InlineData(TurnStatuses.Interrupted)]
    [InlineData(TurnStatuses.Failed)]
    public void A_parked_turn_is_left_to_the_next_owner(string status) =>
        Assert.Null(TurnVerdict.Of(Ended(status, nameof(TurnStop.Park)), false, Options.TurnTimeout, Options));

    [Fact]
    public void One_that_did_not_stop_fails_unless_it_is_parked()
    {
        Assert.Equal("TURN_NOT_STOPPED", TurnVerdict.Of(new TurnEnding.NotStopped(TurnStop.Cancel), false, Options.TurnTimeout, Options)!.Error!.Code);
        Assert.Null(TurnVerdict.Of(new TurnEnding.NotStopped(TurnStop.Park), false, Options.TurnTimeout, Options));
    }

    private static TurnEnding.Completed Ended(string status, string stop) =>
        new(new TurnCompletedNotification(new CodexTurn("t", status)), Enum.Parse<TurnStop>(stop));
}
