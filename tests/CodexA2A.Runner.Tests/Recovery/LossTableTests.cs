using CodexA2A.Runner.Recovery;

namespace CodexA2A.Runner.Tests.Recovery;

public sealed class LossTableTests
{
    [Theory]
    // The rows of the table, in order.
    [InlineData(nameof(TurnHistory.Absent), false, 1, nameof(AfterLoss.Fail), nameof(LossDecision.StartAgain))]
    [InlineData(nameof(TurnHistory.Absent), true, 1, nameof(AfterLoss.Fail), nameof(LossDecision.FailUnknown))]
    [InlineData(nameof(TurnHistory.Absent), true, 1, nameof(AfterLoss.Continue), nameof(LossDecision.FailUnknown))]
    [InlineData(nameof(TurnHistory.Completed), false, 1, nameof(AfterLoss.Fail), nameof(LossDecision.PublishRest))]
    [InlineData(nameof(TurnHistory.Completed), true, 1, nameof(AfterLoss.Fail), nameof(LossDecision.PublishRest))]
    [InlineData(nameof(TurnHistory.Interrupted), false, 1, nameof(AfterLoss.Fail), nameof(LossDecision.Continue))]
    [InlineData(nameof(TurnHistory.Interrupted), true, 1, nameof(AfterLoss.Fail), nameof(LossDecision.FailInterrupted))]
    [InlineData(nameof(TurnHistory.Interrupted), true, 1, nameof(AfterLoss.Continue), nameof(LossDecision.Continue))]
    // The third takeover without progress ends it, unless the turn is known to be complete.
    [InlineData(nameof(TurnHistory.Absent), false, 2, nameof(AfterLoss.Fail), nameof(LossDecision.StartAgain))]
    [InlineData(nameof(TurnHistory.Absent), false, 3, nameof(AfterLoss.Fail), nameof(LossDecision.GiveUp))]
    [InlineData(nameof(TurnHistory.Interrupted), false, 3, nameof(AfterLoss.Continue), nameof(LossDecision.GiveUp))]
    [InlineData(nameof(TurnHistory.Completed), true, 3, nameof(AfterLoss.Fail), nameof(LossDecision.PublishRest))]
    public void Each_row_of_the_table(string history, bool toolBegun, int takeovers, string afterLoss, string expected)
    {
        var decision = LossTable.Decide(Enum.Parse<TurnHistory>(history), toolBegun, takeovers, Enum.Parse<AfterLoss>(afterLoss));

        Assert.Equal(expected, decision.ToString());
    }
}
