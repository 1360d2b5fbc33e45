using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Mapping;

namespace CodexA2A.Runner.Tests.Turns;

public sealed class TurnSignalTests
{
    [Fact]
    public void What_runs_on_this_side_may_be_silent()
    {
        foreach (var item in new ThreadItem[] { new CommandExecutionItem { Id = "i" }, new FileChangeItem { Id = "i" }, new SleepItem { Id = "i" } })
        {
            Assert.Equal(new TurnSignal(TurnSignalKind.ToolStarted, "i"), TurnSignal.Read(new ItemStartedNotification(item)));
            Assert.Equal(new TurnSignal(TurnSignalKind.ToolEnded, "i"), TurnSignal.Read(new ItemCompletedNotification(item)));
        }
    }

    [Fact]
    public void What_the_models_side_does_is_progress_and_no_more()
    {
        foreach (var item in new ThreadItem[] { new WebSearchItem { Id = "i" }, new ContextCompactionItem { Id = "i" }, new ReasoningItem { Id = "i" } })
        {
            Assert.Equal(TurnSignalKind.Progress, TurnSignal.Read(new ItemStartedNotification(item)).Kind);
        }
    }

    [Fact]
    public void A_stream_that_broke_off_is_no_progress() =>
        Assert.Equal(TurnSignalKind.Retrying, TurnSignal.Read(new ErrorNotification(new TurnError("x"), WillRetry: true)).Kind);
}
