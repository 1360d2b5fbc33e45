using CodexA2A.Tasks;

namespace CodexA2A.Runner.Tests.Turns;

/// <summary>What a later release put into the queue, and this runner cannot run.</summary>
public sealed class LaterReleaseTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_turn_of_a_later_release_ends_by_name_and_the_session_goes_on()
    {
        await using var stage = await RunnerStage.StartAsync(working: false);
        var later = await stage.SubmitAsync("later");
        var ours = await stage.SubmitAsync("ours");
        stage.Queue.OnCommand = command => command.TaskId == later ? Unknown(later, "run") : command;

        await stage.Worker.StartAsync(Stop);

        var refused = await stage.EndAsync(later);
        Assert.Equal((TaskState.Failed, "RELEASE_TOO_OLD"), (refused.Status.State, (string?)refused.Metadata?["codex"]?["error"]?["code"]));
        Assert.Equal(TaskState.Completed, (await stage.EndAsync(ours)).Status.State);
    }

    [Fact]
    public async Task A_turn_that_a_later_release_had_begun_does_not_stay_at_work()
    {
        await using var stage = await RunnerStage.StartAsync(working: false);
        var task = await stage.SubmitAsync("later");
        var other = new RunnerIdentity("another", "home");
        var lease = await stage.Queue.TryClaimAsync(other, Stop);
        await stage.Tasks.AppendAsync(lease!, new TaskAppend(task, []) { Begun = 1 }, Stop);
        Assert.True(await stage.Queue.ReleaseAsync(lease!, drain: true, Stop));
        stage.Queue.OnCommand = _ => Unknown(task, "run");

        await stage.Worker.StartAsync(Stop);

        Assert.Equal("RELEASE_TOO_OLD", (string?)(await stage.EndAsync(task)).Metadata?["codex"]?["error"]?["code"]);
        stage.Queue.OnCommand = command => command;
        Assert.Equal(TaskState.Completed, (await stage.EndAsync(await stage.SubmitAsync("ours"))).Status.State);
    }

    [Fact]
    public async Task Any_other_command_is_passed_over_and_told()
    {
        await using var stage = await RunnerStage.StartAsync(working: false);
        var task = await stage.SubmitAsync("ours");
        await stage.Queue.SendAsync(new SteerTurn { TaskId = task, Owner = RunnerStage.Alice, SubmitId = "s", Message = new Message { MessageId = "m", Role = Role.User, Parts = [Part.FromText("more")] } }, Stop);
        stage.Queue.OnCommand = command => command is SteerTurn ? Unknown(task, "teleport") : command;

        await stage.Worker.StartAsync(Stop);

        Assert.Equal(TaskState.Completed, (await stage.EndAsync(task)).Status.State);
        await stage.LoggedAsync("A command teleport (schema 2)");
        Assert.Equal(TaskState.Completed, (await stage.EndAsync(await stage.SubmitAsync("next"))).Status.State);
    }

    private static UnknownCommand Unknown(string task, string kind) => new() { TaskId = task, Owner = RunnerStage.Alice, Kind = kind, Schema = 2, IsTurn = kind == "run" };
}
