using CodexA2A.Tasks;

namespace CodexA2A.Runner.Tests.Turns;

/// <summary>Turns that wait for a person: their place, their answers, and a drain.</summary>
public sealed class QuestionTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_turn_that_waits_gives_its_place_to_others_and_takes_it_back_for_the_answer()
    {
        await using var stage = await RunnerStage.StartAsync(settings: ("Runner:MaxTurns", "1"));
        var first = await AskedAsync(stage, await stage.SubmitAsync("fault: approval", "ctx-1"));
        var second = await AskedAsync(stage, await stage.SubmitAsync("fault: approval", "ctx-2"));
        Assert.Equal(0, stage.Worker.Places.Taken);
        var busy = await stage.SubmitAsync("fault: turn-never-completes", "ctx-3");
        await stage.UntilAsync(busy, task => task.Status.State == TaskState.Working);
        Assert.Equal(1, stage.Worker.Places.Taken);

        // The only place is taken: the answers do not wait for it.
        await AnswerAsync(stage, first.Question, "yes");
        Assert.Equal(TaskState.Completed, (await stage.EndAsync(first.Task)).Status.State);
        await AnswerAsync(stage, second.Question, "yes");
        Assert.Equal(TaskState.Completed, (await stage.EndAsync(second.Task)).Status.State);
        await CancelAsync(stage, busy);
        Assert.Equal(TaskState.Completed, (await stage.EndAsync(await stage.SubmitAsync("hello", "ctx-2"))).Status.State);

        await stage.Worker.StopAsync(Stop);
        Assert.Equal(0, stage.Worker.Places.Taken);
    }

    [Theory]
    [InlineData("cancel")]
    [InlineData("expire")]
    [InlineData("drain")]
    [InlineData("lose")]
    [InlineData("die")]
    public async Task However_a_waiting_turn_ends_the_places_add_up(string how)
    {
        await using var stage = await RunnerStage.StartAsync(
            settings:
            [
                ("Runner:MaxTurns", "1"),
                ("Runner:InterruptTimeout", how == "expire" ? "00:00:00.500" : "01:00:00"),
                ("A2A:Seam:LeaseTime", how == "lose" ? "00:00:02" : "00:00:10"),
            ]);
        var (task, _) = await AskedAsync(stage, await stage.SubmitAsync("fault: approval"));

        switch (how)
        {
            case "cancel":
                await CancelAsync(stage, task);
                break;
            case "expire":
                await stage.EndAsync(task);
                await stage.LoggedAsync($"of task {task} was declined: nobody answered it within 00:00:00.5");
                break;
            case "lose":
                var lost = new TaskCompletionSource();
                stage.Queue.OnRenew = (renew, leases) =>
                {
                    if (leases.Count == 0)
                    {
                        lost.TrySetResult();
                        return renew();
                    }

                    return ValueTask.FromResult(new RenewOutcome([.. leases.Select(lease => lease.Session)], []));
                };
                await lost.Task.WaitAsync(Stop);
                break;
            case "die":
                using (var process = System.Diagnostics.Process.GetProcessById((await stage.Codex.GetAsync(Stop)).Pid))
                {
                    process.Kill();
                }

                await stage.EndAsync(task);
                break;
        }

        if (how is not ("drain" or "lose"))
        {
            // The one place is there, and no second one: the turn behind it waits.
            var running = await stage.SubmitAsync("fault: turn-never-completes", "ctx-2");
            await stage.UntilAsync(running, now => now.Status.State == TaskState.Working);
            // The turn that waited gives its own back with its session, a moment behind the end of its task.
            while (stage.Worker.Places.Taken > 1)
            {
                Stop.ThrowIfCancellationRequested();
                await Task.Yield();
            }

            Assert.Equal(1, stage.Worker.Places.Taken);
        }

        await stage.Worker.StopAsync(Stop);
        Assert.Equal(0, stage.Worker.Places.Taken);
    }

    [Fact]
    public async Task With_two_questions_open_each_message_that_answers_one_is_in_the_history()
    {
        await using var stage = await RunnerStage.StartAsync();
        var task = await stage.SubmitAsync("fault: two-approvals");
        var asked = await stage.AskedAsync(task, questions: 2);
        var ids = asked.Metadata!["shared"]!["interrupts"]!.AsArray().Select(open => open!["request_id"]!.GetValue<string>()).ToArray();

        await AnswerAsync(stage, ids[0], "first answer");
        var between = await stage.UntilAsync(task, now => Said(now).Contains("first answer"));
        await AnswerAsync(stage, ids[1], "second answer");
        var ended = await stage.EndAsync(task);

        Assert.Equal(TaskState.InputRequired, between.Status.State);
        Assert.Equal(ids[1], Assert.Single(between.Metadata!["shared"]!["interrupts"]!.AsArray())!["request_id"]!.GetValue<string>());
        Assert.Equal(Role.Agent, between.Status.Message!.Role);
        Assert.Equal(TaskState.Completed, ended.Status.State);
        Assert.Equal(["fault: two-approvals", "first answer", "second answer"], Said(ended));
    }

    [Fact]
    public async Task A_question_that_comes_while_the_service_drains_is_parked_at_once_and_unasked()
    {
        await using var stage = await RunnerStage.StartAsync(settings: ("Runner:DrainTimeout", "01:00:00"));
        var task = await stage.SubmitAsync("fault: approval-when-told");
        await stage.UntilAsync(task, now => now.Status.State == TaskState.Working);
        var stopping = stage.Worker.StopAsync(Stop);
        await stage.LoggedAsync("Draining 1 sessions");

        await File.WriteAllTextAsync(Path.Combine(stage.Home, "ask"), "", Stop);
        await stopping.WaitAsync(TimeSpan.FromSeconds(30), Stop);

        var read = await stage.Tasks.ReadAsync(RunnerStage.Alice, task, Stop);
        Assert.Equal(TaskState.Working, read!.State);
        Assert.Empty(await stage.Queue.ListInterruptsAsync(RunnerStage.Alice, 10, Stop));
    }

    private static async Task<(string Task, string Question)> AskedAsync(RunnerStage stage, string task)
    {
        var asked = await stage.AskedAsync(task);
        // The place is given back right behind the question.
        while (stage.Worker.Places.Taken > 0)
        {
            Stop.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        return (task, asked.Metadata!["shared"]!["interrupt"]!["request_id"]!.GetValue<string>());
    }

    private static async Task AnswerAsync(RunnerStage stage, string question, string words) => await stage.Queue.AnswerAsync(
        new AnswerSubmission(RunnerStage.Alice, question, new InterruptReply { Decision = InterruptDecision.Approve })
        {
            Message = new Message { MessageId = words, Role = Role.User, Parts = [Part.FromText(words)] },
        },
        Stop);

    private static async Task CancelAsync(RunnerStage stage, string task)
    {
        await stage.Queue.SendAsync(new CancelTurn { TaskId = task, Owner = RunnerStage.Alice }, Stop);
        Assert.Equal(TaskState.Canceled, (await stage.EndAsync(task)).Status.State);
    }

    private static string[] Said(AgentTask task) =>
        [.. (task.History ?? []).Where(message => message.Role == Role.User).Select(message => message.Parts[0].Text!)];
}
