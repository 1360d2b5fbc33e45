using CodexA2A.Tasks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CodexA2A.Runner.Tests.Turns;

/// <summary>A Codex that lives and does not answer: the task fails by name, the process is replaced, and readiness tells the truth.</summary>
public sealed class HungCodexTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("thread/start")]
    [InlineData("thread/resume")]
    public async Task A_thread_that_does_not_open_brings_a_fresh_process(string method)
    {
        await using var stage = await RunnerStage.StartAsync(settings:
        [
            ("Codex:Config:fake.fault", "silent-when-told,hold-initialize"),
            ("Codex:RequestTimeout", "00:00:01"),
            // Each thread leaves memory after its turn, so that the next one resumes it.
            ("Codex:MaxLoadedThreads", "1"),
            ("Runner:PrestartedThreads", "0"),
        ]);
        var process = await stage.Codex.GetAsync(Stop);
        if (method == "thread/resume")
        {
            await stage.EndAsync(await stage.SubmitAsync("hello"));
            while (process.LoadedThreadCount > 0)
            {
                Stop.ThrowIfCancellationRequested();
                await Task.Yield();
            }
        }

        await File.WriteAllTextAsync(Path.Combine(stage.Home, "hold"), "", Stop);
        await File.WriteAllTextAsync(Path.Combine(stage.Home, "silent"), method, Stop);
        var failed = await stage.EndAsync(await stage.SubmitAsync("hello"));

        Assert.Equal((TaskState.Failed, "CODEX_TIMEOUT"), (failed.Status.State, Code(failed)));
        Assert.True(process.IsDraining);
        Assert.Equal(HealthStatus.Unhealthy, await ReadyAsync(stage));
        File.Delete(Path.Combine(stage.Home, "hold"));
        var next = await stage.EndAsync(await stage.SubmitAsync("hello"));
        Assert.True(next.Status.State == TaskState.Completed, stage.Log.Text);
        Assert.Equal(HealthStatus.Healthy, await ReadyAsync(stage));
        await process.Ended.WaitAsync(Stop);
    }

    [Theory]
    [InlineData("ignore-interrupt", "fault: turn-never-completes", true)]
    [InlineData("", "fault: half-line", false)]
    public async Task A_turn_that_cannot_be_stopped_ends_by_name_and_its_process_is_replaced(string fault, string message, bool cancel)
    {
        await using var stage = await RunnerStage.StartAsync(settings:
        [
            ("Codex:Config:fake.fault", fault), ("Runner:StopTimeout", "00:00:00.500"), ("Runner:IdleTimeout", cancel ? "00:10:00" : "00:00:01"),
        ]);
        var process = await stage.Codex.GetAsync(Stop);
        var task = await stage.SubmitAsync(message);
        if (cancel)
        {
            await stage.UntilAsync(task, now => now.Status.State == TaskState.Working);
            await stage.Queue.SendAsync(new CancelTurn { TaskId = task, Owner = RunnerStage.Alice }, Stop);
        }

        var failed = await stage.EndAsync(task);

        Assert.Equal((TaskState.Failed, "TURN_NOT_STOPPED"), (failed.Status.State, Code(failed)));
        var next = await stage.EndAsync(await stage.SubmitAsync("hello"));
        Assert.True(next.Status.State == TaskState.Completed, stage.Log.Text);
        Assert.NotEqual(process.Generation, (await stage.Codex.GetAsync(Stop)).Generation);
        await process.Ended.WaitAsync(Stop);
    }

    [Theory]
    [InlineData("Runner:TurnTimeout", "TURN_TIMEOUT")]
    [InlineData("Runner:IdleTimeout", "TURN_IDLE")]
    public async Task A_limit_ends_the_turn_in_Codex_too(string setting, string code)
    {
        await using var stage = await RunnerStage.StartAsync(settings: (setting, "00:00:01"));
        var process = await stage.Codex.GetAsync(Stop);

        var failed = await stage.EndAsync(await stage.SubmitAsync("fault: turn-never-completes"));

        Assert.Equal((TaskState.Failed, code), (failed.Status.State, Code(failed)));
        // The same thread and process take the next turn: nothing of the last one runs in them.
        Assert.Equal(TaskState.Completed, (await stage.EndAsync(await stage.SubmitAsync("hello"))).Status.State);
        Assert.Same(process, await stage.Codex.GetAsync(Stop));
    }

    private static string Code(AgentTask task) => task.Metadata!["codex"]!["error"]!["code"]!.GetValue<string>();

    private static async Task<HealthStatus> ReadyAsync(RunnerStage stage) => (await stage.Get<HealthCheckService>().CheckHealthAsync(Stop)).Status;
}
