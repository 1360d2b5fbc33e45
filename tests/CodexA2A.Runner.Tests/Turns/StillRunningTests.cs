using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Threads;
using CodexA2A.Runner.Turns;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Tests.Turns;

/// <summary>A turn that the same Codex still runs when its session gets the next owner (contracts.md §6, §7).</summary>
public sealed class StillRunningTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_turn_of_an_earlier_owner_is_seen_to_end_before_the_next_attempt()
    {
        await using var stage = await RunnerStage.StartAsync(working: false, ("Codex:Config:fake.interrupt_ms", "300"));
        var task = await LeaveRunningAsync(stage);

        await stage.Worker.StartAsync(Stop);
        var ended = await stage.EndAsync(task);

        Assert.True(ended.Status.State == TaskState.Completed, stage.Log.Text);
        Assert.Contains(ended.History!, message => message.Parts[0].Text!.Contains("cut off", StringComparison.Ordinal));
        Assert.Contains(ended.Artifacts!, artifact => artifact.Name == "answer");
    }

    [Fact]
    public async Task One_that_does_not_end_fails_the_task_and_the_thread_is_used_no_more()
    {
        await using var stage = await RunnerStage.StartAsync(
            working: false, ("Codex:Config:fake.fault", "ignore-interrupt"), ("Runner:StopTimeout", "00:00:00.500"));
        var task = await LeaveRunningAsync(stage);
        var process = await stage.Codex.GetAsync(Stop);

        await stage.Worker.StartAsync(Stop);
        var ended = await stage.EndAsync(task);

        Assert.Equal(TaskState.Failed, ended.Status.State);
        Assert.Equal("TURN_NOT_STOPPED", ended.Metadata!["codex"]!["error"]!["code"]!.GetValue<string>());
        var next = await stage.EndAsync(await stage.SubmitAsync("hello"));
        Assert.True(next.Status.State == TaskState.Completed, stage.Log.Text);
        Assert.True(process.IsDraining);
        await process.Ended.WaitAsync(Stop);
    }

    [Theory]
    [InlineData("interrupt_ms", "300")]
    [InlineData("interrupt_deaf", "2")]
    public async Task A_lost_lease_leaves_no_turn_behind_and_the_same_runner_goes_on(string setting, string value)
    {
        await using var stage = await RunnerStage.StartAsync(settings: [($"Codex:Config:fake.{setting}", value), ("A2A:Seam:LeaseTime", "00:00:02")]);
        var task = await stage.SubmitAsync("fault: turn-never-completes");
        await stage.UntilAsync(task, now => now.Status.State == TaskState.Working);
        LoseLease(stage);

        var ended = await stage.EndAsync(task);

        Assert.True(ended.Status.State == TaskState.Completed, stage.Log.Text);
        Assert.Contains("is lost; its turn is stopped", stage.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("failed unexpectedly", stage.Log.Text, StringComparison.Ordinal);
        await stage.Worker.StopAsync(Stop);
        Assert.Equal(0, stage.Worker.Places.Taken);
    }

    [Fact]
    public async Task A_lease_lost_before_Codex_answered_the_start_leaves_no_turn_behind_and_refuses_it_nothing()
    {
        await using var stage = await RunnerStage.StartAsync(settings: [("Codex:Config:fake.fault", "turn-start-late"), ("A2A:Seam:LeaseTime", "00:00:02")]);
        var hold = Path.Combine(stage.Home, "hold");
        await File.WriteAllTextAsync(hold, "not held yet", Stop);
        var process = await stage.Codex.GetAsync(Stop);
        var task = await stage.SubmitAsync("fault: approval");
        while (new FileInfo(hold).Length > 0)
        {
            Stop.ThrowIfCancellationRequested();
        }

        LoseLease(stage);
        await stage.LoggedAsync("is lost; its turn is stopped");
        File.Delete(hold);
        var ended = await stage.UntilAsync(task, now => now.Status.State.IsTerminal || now.Status.State == TaskState.InputRequired);

        Assert.True(ended.Status.State == TaskState.Completed, stage.Log.Text);
        Assert.Equal("TURN_CONTINUED", ended.Metadata!["codex"]!["recovery"]!["reason"]!.GetValue<string>());
        Assert.DoesNotContain("nobody follows", stage.Log.Text, StringComparison.Ordinal);
        Assert.False(process.IsDraining, stage.Log.Text);
    }

    [Fact]
    public async Task What_a_turn_asks_that_did_not_stop_stays_unanswered_and_holds_up_nothing_else()
    {
        await using var stage = await RunnerStage.StartAsync(settings:
        [
            ("Codex:Config:fake.fault", "ignore-interrupt"), ("Runner:StopTimeout", "00:00:00.500"), ("A2A:Seam:LeaseTime", "00:00:02"),
        ]);
        var process = await stage.Codex.GetAsync(Stop);
        var other = await stage.SubmitAsync("fault: approval", "other");
        var question = (await stage.AskedAsync(other)).Metadata!["shared"]!["interrupt"]!["request_id"]!.GetValue<string>();
        var task = await stage.SubmitAsync("fault: approval-when-told");
        await stage.UntilAsync(task, now => now.Status.State == TaskState.Working);
        LoseLease(stage, "ctx");
        await stage.LoggedAsync("a turn could not be stopped");

        await File.WriteAllTextAsync(Path.Combine(stage.Home, "ask"), "", Stop);
        await stage.LoggedAsync("stays unanswered");

        // The next attempt asks a person, in a fresh process; the turn of the other session still has its own.
        Assert.Equal("TURN_RESTARTED", (await stage.AskedAsync(task)).Metadata!["codex"]!["recovery"]!["reason"]!.GetValue<string>());
        Assert.False(process.Ended.IsCompleted);
        await stage.Queue.AnswerAsync(new AnswerSubmission(RunnerStage.Alice, question, new InterruptReply { Decision = InterruptDecision.Approve }), Stop);
        Assert.Equal(TaskState.Completed, (await stage.EndAsync(other)).Status.State);
        await process.Ended.WaitAsync(Stop);
        Assert.DoesNotContain("nobody follows", stage.Log.Text, StringComparison.Ordinal);
    }

    /// <summary>The next renewal says that the sessions are another's, or only that of <paramref name="context"/>.</summary>
    private static void LoseLease(RunnerStage stage, string? context = null) => stage.Queue.OnRenew = (renew, leases) =>
    {
        var lost = leases.Where(lease => context is null || lease.ContextId == context).ToArray();
        if (lost.Length == 0)
        {
            return renew();
        }

        stage.Queue.OnRenew = (again, _) => again();
        return ValueTask.FromResult(new RenewOutcome([.. lost.Select(lease => lease.Session)], []));
    };

    /// <summary>The test is the earlier owner: it begins the turn in this Codex and gives the session back.</summary>
    private static async Task<string> LeaveRunningAsync(RunnerStage stage)
    {
        var home = stage.Get<RunnerHome>().Identity.Home;
        var task = await stage.SubmitAsync("fault: turn-never-completes");
        var lease = await stage.ClaimAsync("earlier");
        var client = await stage.Codex.GetAsync(Stop);
        var thread = (await client.StartThreadAsync(stage.Get<ThreadSpecs>().Start(ThreadTerms.Plain), Stop)).Thread.Id;
        await stage.Tasks.AppendAsync(lease, new TaskAppend(task, []) { Begun = lease.Cursor + 1, Binding = new SessionBinding(thread, home) }, Stop);
        await using (var messages = client.Subscribe(thread))
        {
            await client.StartTurnAsync(
                new TurnStartParams { ThreadId = thread, Input = [new TextInput("fault: turn-never-completes")], ClientUserMessageId = RunnerStage.SubmitId(task) }, Stop);
            while (await messages.Messages.ReadAsync(Stop) is not ItemCompletedNotification)
            {
                // Until the message is in the history.
            }
        }

        Assert.True(await stage.Queue.ReleaseAsync(lease, drain: true, Stop));
        return task;
    }
}
