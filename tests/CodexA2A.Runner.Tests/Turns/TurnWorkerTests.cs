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

    [Fact]
    public async Task A_workspace_that_cannot_be_read_fails_the_turn_by_name()
    {
        var parent = Directory.CreateTempSubdirectory("codex-a2a-workspace-").FullName;
        var root = Directory.CreateDirectory(Path.Combine(parent, "workspace")).FullName;
        try
        {
            await using var stage = await RunnerStage.StartAsync(true, ("Runner:WorkspaceRoot", root));
            // From now on below a regular file: neither there nor missing in the usual way.
            Directory.Delete(parent, recursive: true);
            await File.WriteAllTextAsync(parent, "", TestContext.Current.CancellationToken);

            var task = await stage.EndAsync(await stage.SubmitAsync("hello"));

            Assert.Equal((TaskState.Failed, "WORKSPACE_MISSING"), (task.Status.State, (string?)task.Metadata?["codex"]?["error"]?["code"]));
        }
        finally
        {
            File.Delete(parent);
        }
    }
}
