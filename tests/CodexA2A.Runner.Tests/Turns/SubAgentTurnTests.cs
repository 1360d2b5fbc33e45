using CodexA2A.Tasks;

namespace CodexA2A.Runner.Tests.Turns;

/// <summary>A turn whose sub-agent asks.</summary>
public sealed class SubAgentTurnTests
{
    [Fact]
    public async Task What_a_sub_agent_asks_is_asked_of_the_client_and_answered_to_it()
    {
        await using var stage = await RunnerStage.StartAsync();
        var task = await stage.SubmitAsync("fault: sub-agent");
        var asked = await stage.AskedAsync(task);
        var interrupt = asked.Metadata!["shared"]!["interrupt"]!;
        Assert.Equal("sub-agent-thread", (string?)interrupt["details"]!["thread_id"]);

        await stage.Queue.AnswerAsync(
            new AnswerSubmission(RunnerStage.Alice, (string)interrupt["request_id"]!, new InterruptReply { Decision = InterruptDecision.ApproveForSession }),
            TestContext.Current.CancellationToken);
        var ended = await stage.EndAsync(task);

        Assert.Equal(TaskState.Completed, ended.Status.State);
        Assert.Contains("acceptForSession", string.Concat(ended.Artifacts!.Where(artifact => artifact.Name == "answer").SelectMany(artifact => artifact.Parts).Select(part => part.Text)), StringComparison.Ordinal);
        var made = ended.Artifacts!.Single(artifact => artifact.Name == "commentary");
        Assert.Equal(("made", "sub-agent-thread"), (string.Concat(made.Parts.Select(part => part.Text)), (string?)made.Metadata!["codex"]!["thread_id"]));
        var tool = ended.Artifacts!.Single(artifact => artifact.Name == "tool");
        Assert.Equal("sub-agent-thread", (string?)tool.Metadata!["codex"]!["thread_id"]);
    }

    [Fact]
    public async Task To_cancel_what_a_sub_agent_asks_cancels_the_task()
    {
        await using var stage = await RunnerStage.StartAsync(settings: ("Codex:Config:fake.fault", "sub-agent,turn-never-completes"));
        var task = await stage.SubmitAsync("go");
        var asked = await stage.AskedAsync(task);

        await stage.Queue.AnswerAsync(
            new AnswerSubmission(RunnerStage.Alice, (string)asked.Metadata!["shared"]!["interrupt"]!["request_id"]!, new InterruptReply { Decision = InterruptDecision.Cancel }),
            TestContext.Current.CancellationToken);

        Assert.Equal(TaskState.Canceled, (await stage.EndAsync(task)).Status.State);
    }
}
