using CodexA2A.Runner.Sandbox;
using CodexA2A.Runner.Tests.Turns;

namespace CodexA2A.Runner.Tests.Sandbox;

/// <summary>What becomes of turns; the fake Codex runs no commands, so nothing can be shown of its sandbox.</summary>
public sealed class SandboxPromiseTests
{
    [Fact]
    public async Task Required_and_not_shown_no_turn_is_run_and_the_task_says_why()
    {
        // The fake Codex runs commands without a sandbox.
        await using var stage = await RunnerStage.StartAsync(settings: [("Codex:SandboxPromise", "require"), ("Codex:SandboxMode", "workspace-write")]);

        var task = await stage.EndAsync(await stage.SubmitAsync("hello"));

        Assert.Equal(TaskState.Failed, task.Status.State);
        var codex = task.Metadata!["codex"]!;
        Assert.Equal("SANDBOX_NOT_MET", (string)codex["error"]!["code"]!);
        Assert.False((bool?)codex["error"]!["retryable"] ?? false);
        Assert.Equal(("workspace-write", "no"), ((string)codex["sandbox"]!["mode"]!, (string)codex["sandbox"]!["holds"]!));
        Assert.Equal("no", stage.Get<SandboxFindings>().Report!.Holds);
    }

    [Fact]
    public async Task Not_required_it_is_only_told()
    {
        await using var stage = await RunnerStage.StartAsync(settings: ("Codex:SandboxMode", "danger-full-access"));
        await stage.LoggedAsync("The sandbox was tried. danger-full-access");

        var task = await stage.EndAsync(await stage.SubmitAsync("hello"));

        Assert.Equal(TaskState.Completed, task.Status.State);
        Assert.Equal("nothing_promised", (string)task.Metadata!["codex"]!["sandbox"]!["holds"]!);
    }
}
