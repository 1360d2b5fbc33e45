using CodexA2A.Runner.Turns;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Tests.Turns;

/// <summary>Cancel, whenever it comes, and questions that are not the turn's.</summary>
public sealed class StopTests
{
    private const string Endless = "fault: turn-never-completes";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_turn_that_does_not_run_yet_is_interrupted_again_until_it_ends()
    {
        await using var stage = await RunnerStage.StartAsync(settings: ("Codex:Config:fake.interrupt_deaf", "3"));
        var task = await stage.SubmitAsync(Endless);
        await stage.UntilAsync(task, now => now.Status.State == TaskState.Working);

        await CancelAsync(stage, task);

        Assert.True((await stage.EndAsync(task)).Status.State == TaskState.Canceled, stage.Log.Text);
        Assert.Equal(TaskState.Completed, (await stage.EndAsync(await stage.SubmitAsync("hello"))).Status.State);
    }

    [Fact]
    public async Task What_was_done_when_the_cancel_came_is_completed()
    {
        await using var stage = await RunnerStage.StartAsync(settings: ("Codex:Config:fake.fault", "complete-on-interrupt"));
        var task = await stage.SubmitAsync(Endless);
        await stage.UntilAsync(task, now => now.Status.State == TaskState.Working);

        await CancelAsync(stage, task);

        Assert.Equal(TaskState.Completed, (await stage.EndAsync(task)).Status.State);
    }

    [Fact]
    public async Task A_stop_that_a_lost_lease_cuts_short_is_not_said_to_have_taken_too_long()
    {
        await using var stage = await RunnerStage.StartAsync(settings:
        [
            ("Codex:Config:fake.fault", "silent-when-told"), ("A2A:Seam:LeaseTime", "00:00:02"), ("Runner:StopTimeout", "00:00:05"),
        ]);
        var task = await stage.SubmitAsync(Endless);
        await stage.UntilAsync(task, now => now.Status.State == TaskState.Working);
        var silent = Path.Combine(stage.Home, "silent");
        await File.WriteAllTextAsync(silent, "turn/interrupt", Stop);
        await CancelAsync(stage, task);
        while (File.Exists(silent))
        {
            Stop.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        stage.Queue.OnRenew = (renew, leases) => leases.Count == 0
            ? renew()
            : ValueTask.FromResult(new RenewOutcome([.. leases.Select(lease => lease.Session)], []));

        await stage.LoggedAsync("Stopping turn ");
        Assert.Contains(": its session was given up", stage.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("took too long", stage.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancel_is_heard_while_another_process_holds_the_session()
    {
        await using var stage = await RunnerStage.StartAsync();
        using var other = SessionLock.TryTake(stage.Home, SessionId.Create(RunnerStage.Alice, "ctx").Value);
        Assert.NotNull(other);
        var task = await stage.SubmitAsync("hello");

        await CancelAsync(stage, task);

        var ended = await stage.EndAsync(task);
        Assert.Equal(TaskState.Canceled, ended.Status.State);
        Assert.Null(ended.Metadata!["shared"]!["session"]);
    }

    [Fact]
    public async Task A_cancel_is_heard_while_a_lost_turn_waits_for_its_session()
    {
        await using var stage = await RunnerStage.StartAsync(working: false);
        var task = await stage.SubmitAsync("hello");
        var lease = await stage.ClaimAsync("earlier");
        await stage.Tasks.AppendAsync(lease, new TaskAppend(task, []) { Begun = lease.Cursor + 1 }, Stop);
        Assert.True(await stage.Queue.ReleaseAsync(lease, drain: true, Stop));
        using var other = SessionLock.TryTake(stage.Home, SessionId.Create(RunnerStage.Alice, "ctx").Value);
        await stage.Worker.StartAsync(Stop);

        await CancelAsync(stage, task);

        Assert.Equal(TaskState.Canceled, (await stage.EndAsync(task)).Status.State);
    }

    [Fact]
    public async Task A_question_of_another_turn_is_refused_and_never_asked()
    {
        await using var stage = await RunnerStage.StartAsync();

        var ended = await stage.EndAsync(await stage.SubmitAsync("fault: stray-approval"));

        Assert.Equal(TaskState.Completed, ended.Status.State);
        Assert.Contains("stray: {\"code\"", string.Concat(ended.Artifacts!.SelectMany(artifact => artifact.Parts).Select(part => part.Text)), StringComparison.Ordinal);
        Assert.Null(ended.Metadata!["shared"]!["interrupt"]);
    }

    private static async Task CancelAsync(RunnerStage stage, string task) =>
        await stage.Queue.SendAsync(new CancelTurn { TaskId = task, Owner = RunnerStage.Alice }, Stop);
}
