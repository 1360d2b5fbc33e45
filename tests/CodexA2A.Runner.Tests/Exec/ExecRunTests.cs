using CodexA2A.Runner.Tests.Turns;
using CodexA2A.Runner.Workspaces;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Tests.Exec;

/// <summary>A command of a caller's has begun when it is started, and not while it waits for its folder.</summary>
public sealed class ExecRunTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_that_waits_for_its_folder_is_left_queued_to_the_next_owner(bool stops)
    {
        await using var stage = await StartAsync();
        using var held = await stage.Get<WorkspaceGate>().EnterAsync(stage.Root, Stop);
        var task = await stage.SubmitExecAsync("echo hello");
        await stage.RestsAsync();

        await (stops ? stage.Worker.StopAsync(Stop) : TakeNoMoreAsync(stage));

        Assert.Equal(TaskState.Submitted, (await stage.Tasks.ReadAsync(RunnerStage.Alice, task, Stop))!.State);
        var lease = await stage.ClaimAsync("next");
        Assert.Null(lease.Begun);
        Assert.Equal(task, Assert.IsType<RunExec>((await stage.Queue.GetCommandAsync(lease, lease.Cursor + 1, Stop))?.Command).TaskId);
    }

    [Fact]
    public async Task One_that_waits_for_its_folder_is_canceled_and_never_run()
    {
        await using var stage = await StartAsync();
        var held = await stage.Get<WorkspaceGate>().EnterAsync(stage.Root, Stop);
        var file = Path.Combine(stage.Root, "ran");
        var task = await stage.SubmitExecAsync($"touch {file}");
        await stage.RestsAsync();

        await stage.Queue.SendAsync(new CancelTurn { TaskId = task, Owner = RunnerStage.Alice }, Stop);

        Assert.Equal(TaskState.Canceled, (await stage.EndAsync(task)).Status.State);
        held.Dispose();
        Assert.Equal(TaskState.Completed, (await stage.EndAsync(await stage.SubmitExecAsync("true"))).Status.State);
        Assert.False(File.Exists(file));
    }

    [Fact]
    public async Task A_Codex_that_dies_before_it_began_costs_nothing()
    {
        await using var stage = await RunnerStage.StartAsync(settings: [("Codex:Config:fake.fault", "die-when-told"), ("Codex:SandboxMode", "workspace-write")]);
        var before = await stage.Codex.GetAsync(Stop);
        await File.WriteAllTextAsync(Path.Combine(stage.Home, "die"), "config/read", Stop);

        var task = await stage.EndAsync(await stage.SubmitExecAsync("true"));

        Assert.True(task.Status.State == TaskState.Completed, stage.Log.Text);
        Assert.NotEqual(before.Generation, (await stage.Codex.GetAsync(Stop)).Generation);
    }

    private static Task<RunnerStage> StartAsync() => RunnerStage.StartAsync(settings: ("Workspaces:Exclusive", "true"));

    private static Task TakeNoMoreAsync(RunnerStage stage)
    {
        stage.Worker.TakeNoMore();
        return RunnerStage.HoldsAsync(() => stage.Worker.Sessions == 0);
    }
}
