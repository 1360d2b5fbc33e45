namespace CodexA2A.Runner.Tests.Turns;

public sealed class TurnWorkerTests
{
    [Fact]
    public async Task A_fault_while_a_session_is_claimed_is_logged_and_work_is_taken_on()
    {
        await using var stage = await RunnerStage.StartAsync(working: false, ("Runner:MaxTurns", "1"));
        var faults = 2;
        stage.Queue.OnClaim = () =>
        {
            if (faults-- > 0)
            {
                throw new InvalidOperationException("broken");
            }
        };
        var task = await stage.SubmitAsync("hello");

        await stage.Worker.StartAsync(TestContext.Current.CancellationToken);

        Assert.Equal(TaskState.Completed, (await stage.EndAsync(task)).Status.State);
        Assert.Contains("Taking a session failed unexpectedly", stage.Log.Text, StringComparison.Ordinal);
    }
}
