using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.Exec;

/// <summary>Whatever dies under a command of a caller's: the task says that nobody knows, the command is never run again, and nothing of it is left.</summary>
public sealed class ExecLossTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Codex_is_killed()
    {
        await using var stage = await Stage.StartAsync(ExecStage.Settings(), cancellationToken: Token);
        using var client = new A2AHttp(stage.Service.Address, ExecStage.Alice);
        var (id, seconds) = await RunningAsync(client, stage);

        CodexProcesses.Kill(stage.Service.ProcessId);

        await AssertLostAsync(client, id, seconds, stage);
        var next = await client.EndAsync((await ExecStage.StartAsync(client, ExecStage.Shell("echo on"))).Task, Token);
        Assert.True(next.Status.State == TaskState.Completed, stage.Service.Output);
    }

    [Fact]
    public async Task The_service_is_killed_and_started_again()
    {
        await using var stage = await Stage.StartAsync(ExecStage.Settings(), cancellationToken: Token);
        using var client = new A2AHttp(stage.Service.Address, ExecStage.Alice);
        var (id, seconds) = await RunningAsync(client, stage);

        await Loss.RestartAsync(stage);

        await AssertLostAsync(client, id, seconds, stage);
    }

    [Fact]
    public async Task The_service_is_asked_to_stop()
    {
        await using var stage = await Stage.StartAsync(ExecStage.Settings(("Runner__DrainTimeout", "00:00:01")), cancellationToken: Token);
        using var client = new A2AHttp(stage.Service.Address, ExecStage.Alice);
        var (id, seconds) = await RunningAsync(client, stage);

        await stage.Service.AskToStopAsync(Token);
        Assert.Equal(0, await stage.Service.EndAsync(Token));
        await ExecStage.AssertGoneAsync(seconds, Token);
        await stage.Service.StartAsync(Token);

        var task = await client.EndAsync(id, Token);
        Assert.Equal((TaskState.Failed, "EXEC_STOPPED"), (task.Status.State, Loss.Code(task)));
    }

    [Fact]
    public async Task What_is_silent_or_too_long_is_ended_by_the_service()
    {
        await using var stage = await Stage.StartAsync(ExecStage.Settings(("Runner__ExecIdleTimeout", "00:00:01"), ("Runner__ExecTimeout", "00:00:02")), cancellationToken: Token);
        using var client = new A2AHttp(stage.Service.Address, ExecStage.Alice);
        var seconds = ExecStage.Seconds();
        var silent = await client.EndAsync((await ExecStage.StartAsync(client, ExecStage.Shell($"sleep {seconds}"))).Task, Token);
        Assert.True((silent.Status.State, Loss.Code(silent)) == (TaskState.Failed, "EXEC_IDLE"), $"{silent.Status.Message?.Parts[0].Text}\n{stage.Service.Output}");
        await ExecStage.AssertGoneAsync(seconds, Token);
        var (id, _) = await ExecStage.StartAsync(client, ExecStage.Shell("while :; do echo x; sleep 0.2; done", ("disable_timeout", true)));
        Assert.Equal("EXEC_TIMEOUT", Loss.Code(await client.EndAsync(id, Token)));
    }

    [Fact]
    public async Task On_a_fleet_any_Api_drives_it_and_a_lost_runner_ends_it()
    {
        await using var fleet = await FleetStage.StartAsync(2, FleetStage.Alike(2), ExecStage.Settings(), cancellationToken: Token);
        using var one = new A2AHttp(fleet.Apis[0].Address, ExecStage.Alice);
        using var other = new A2AHttp(fleet.Apis[1].Address, ExecStage.Alice);
        var (first, process) = await ExecStage.StartAsync(one, ExecStage.Shell("read x; echo got $x", ("tty", true)));
        Assert.NotNull((await ExecStage.DriveAsync(other, "write", process, ("delta_base64", ExecStage.Base64("hello\n"))))["result"]);
        var ended = await other.EndAsync(first, Token);
        Assert.True(ended.Status.State == TaskState.Completed, fleet.Output);
        Assert.Contains("got hello", (string)ExecStage.Output(ended)["text"]!, StringComparison.Ordinal);

        var seconds = ExecStage.Seconds();
        var (id, _) = await ExecStage.StartAsync(other, ExecStage.Shell($"echo line >> ran.txt; sleep {seconds}"));
        var marker = Path.Combine(fleet.Folder.Workspace, "ran.txt");
        await Waiting.ForAsync(() => File.Exists(marker), Token);

        await (await fleet.OwnerAsync(Token)).KillAsync(Token);

        var lost = await one.EndAsync(id, Token);
        Assert.True((lost.Status.State, Loss.Code(lost)) == (TaskState.Failed, "EXEC_OUTCOME_UNKNOWN"), $"{lost.Status}\n{fleet.Output}");
        Assert.Single(await File.ReadAllLinesAsync(marker, Token));
        await Waiting.ForAsync(() => !CodexProcesses.IsRunning("sleep", seconds), Token);
    }

    private static async Task<(string Id, string Seconds)> RunningAsync(A2AHttp client, Stage stage)
    {
        var seconds = ExecStage.Seconds();
        var (id, _) = await ExecStage.StartAsync(client, ExecStage.Shell($"echo line >> ran.txt; echo on; sleep {seconds}"));
        await ExecStage.PrintedAsync(client, id, "on");
        Assert.Single(await File.ReadAllLinesAsync(Path.Combine(stage.Folder.Workspace, "ran.txt"), Token));
        return (id, seconds);
    }

    private static async Task AssertLostAsync(A2AHttp client, string id, string seconds, Stage stage)
    {
        var task = await client.EndAsync(id, Token);
        Assert.True((task.Status.State, Loss.Code(task)) == (TaskState.Failed, "EXEC_OUTCOME_UNKNOWN"), $"{task.Status.Message?.Parts[0].Text}\n{stage.Service.Output}");
        Assert.Equal("failed", (string)ExecStage.Exec(task)["phase"]!);
        Assert.Single(await File.ReadAllLinesAsync(Path.Combine(stage.Folder.Workspace, "ran.txt"), Token));
        await Waiting.ForAsync(() => !CodexProcesses.IsRunning("sleep", seconds), Token);
    }
}
