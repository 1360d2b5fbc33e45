using System.Text.Json.Nodes;
using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.Turns;

/// <summary>Sub-agents of the real Codex, with direct tools and in code mode.</summary>
public sealed class SubAgentTests(SharedStage shared) : IClassFixture<SharedStage>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private A2AHttp Client => shared.Stage.Client;

    [Theory]
    [InlineData("scripted")]
    [InlineData("scripted-code")]
    public async Task What_it_says_and_does_is_part_of_the_task(string model)
    {
        var events = await Client.CollectAsync(Message(model, "#agent\n#shell say=\"I am the sub-agent.\" cmd=\"echo from the sub-agent\""), Token);
        Ledger.Check(events);
        var task = Ledger.Fold(events);

        Assert.True(task.Status.State == TaskState.Completed, $"{task.Status}\n{shared.Stage.Service.Output}");
        Assert.StartsWith("The sub-agent said:", Ledger.Text(task), StringComparison.Ordinal);
        var thread = (string?)task.Metadata!["shared"]!["session"]!["id"];
        var own = task.Artifacts!.Where(artifact => SubAgent(artifact) is not null).ToList();
        Assert.Single(own.Select(SubAgent).Distinct());
        Assert.NotEqual(thread, SubAgent(own[0]));
        Assert.Equal(["I am the sub-agent.", "The command said: from the sub-agent"], own.Where(artifact => artifact.Name == "commentary").Select(Text));
        var command = Assert.Single(own, artifact => artifact.Name == "tool").Parts[0].Data!.Value;
        Assert.Equal(("commandExecution", "completed", "from the sub-agent\n"),
            (command.GetProperty("source_method").GetString(), command.GetProperty("status").GetString(), command.GetProperty("output").GetProperty("text").GetString()));
        Assert.Contains(task.Artifacts!, artifact => SubAgent(artifact) is null && artifact.Name == "tool" && artifact.Parts[0].Data!.Value.GetProperty("tool").GetString() == "spawnAgent");
    }

    [Theory]
    [InlineData("scripted")]
    [InlineData("scripted-code")]
    public async Task What_it_asks_the_client_answers(string model)
    {
        var asked = await Client.SendAsync(Message(model, "#agent\n#escalate cmd=\"echo allowed\""), Token);
        Assert.True(asked.Status.State == TaskState.InputRequired, $"{asked.Status}\n{shared.Stage.Service.Output}");
        Assert.NotNull((string?)asked.Metadata!["shared"]!["interrupt"]!["details"]!["thread_id"]);

        await Client.SendAsync(A2AHttp.Message("approve", taskId: asked.Id), Token);
        var ended = await Client.EndAsync(asked.Id, Token);

        Assert.Equal(TaskState.Completed, ended.Status.State);
        Assert.Contains("allowed", Ledger.Text(ended, "commentary"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("scripted")]
    [InlineData("scripted-code")]
    public async Task A_cancel_stops_it_and_kills_its_command(string model)
    {
        var seconds = $"{100_000 + Random.Shared.Next(800_000)}";
        var sent = await Client.SendAsync(Message(model, $"#agent\n#shell cmd=\"sleep {seconds}\"", returnImmediately: true), Token);
        await Waiting.ForAsync(() => CodexProcesses.IsRunning("sleep", seconds), Token);

        var canceled = await Client.CancelAsync(sent.Id, Token);

        Assert.Equal(TaskState.Canceled, canceled.Status.State);
        await Waiting.ForAsync(() => !CodexProcesses.IsRunning("sleep", seconds), Token);
    }

    private static JsonObject Message(string model, string text, bool returnImmediately = false)
    {
        var message = A2AHttp.Message(text, returnImmediately: returnImmediately);
        message["metadata"] = new JsonObject { ["codex"] = new JsonObject { ["execution"] = new JsonObject { ["model"] = model } } };
        return message;
    }

    private static string? SubAgent(Artifact artifact) => (string?)artifact.Metadata!["codex"]!["thread_id"];

    private static string Text(Artifact artifact) => string.Concat(artifact.Parts.Select(part => part.Text));
}
