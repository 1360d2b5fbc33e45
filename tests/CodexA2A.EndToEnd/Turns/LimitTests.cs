using System.Text.Json.Nodes;
using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.Turns;

/// <summary>The limits of contracts.md §7 with the real Codex: each ends the turn in Codex too, so that the next turn of the context works.</summary>
public sealed class LimitTests(ShortLimits limits) : IClassFixture<ShortLimits>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private A2AHttp Client => limits.Stage.Client;

    [Fact]
    public async Task A_model_that_says_nothing_ends_the_turn_by_the_idle_limit() => await ExpectAsync("#hang", "TURN_IDLE");

    [Fact]
    public async Task A_running_command_is_no_silence_but_the_turn_has_its_limit()
    {
        var failed = await ExpectAsync("#until file=never", "TURN_TIMEOUT");
        Assert.Contains(failed.Artifacts!, artifact => artifact.Name == "tool");
    }

    [Fact]
    public async Task A_question_that_nobody_answers_is_declined_and_the_turn_goes_on()
    {
        var asked = await Client.SendAsync(A2AHttp.Message("#escalate cmd=\"echo asked\""), Token);
        Assert.Equal(TaskState.InputRequired, asked.Status.State);

        // Longer than the limits of the turn: its clocks stand still meanwhile.
        var resolutions = new List<string?>();
        await foreach (var (_, e) in Client.StreamAsync("SubscribeToTask", new JsonObject { ["id"] = asked.Id }, Token))
        {
            resolutions.Add(e.StatusUpdate?.Metadata?["shared"]?["interrupt"]?["resolution"]?.GetValue<string>());
        }

        var ended = await Client.GetTaskAsync(asked.Id, Token);
        Assert.True(ended.Status.State == TaskState.Completed, $"{ended.Metadata}\n{limits.Stage.Service.Output}");
        Assert.Contains("expired", resolutions);
        var state = ended.Artifacts!.First(artifact => artifact.Name == "tool").Parts[0].Data!.Value;
        Assert.Equal("cancelled", state.GetProperty("status").GetString());
    }

    private async Task<AgentTask> ExpectAsync(string message, string code)
    {
        var context = $"ctx-{Guid.NewGuid():N}";
        var failed = await Client.SendAsync(A2AHttp.Message(message, context), Token);
        Assert.Equal(TaskState.Failed, failed.Status.State);
        Assert.Equal(code, failed.Metadata!["codex"]!["error"]!["code"]!.GetValue<string>());
        var next = await Client.SendAsync(A2AHttp.Message("#text\nStill here.", context), Token);
        Assert.Equal("Still here.", Ledger.Text(next));
        return failed;
    }
}

/// <summary>A service whose limits are seconds.</summary>
public sealed class ShortLimits : IAsyncLifetime
{
    internal Stage Stage { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Stage = await Stage.StartAsync(
        new Dictionary<string, string?>
        {
            ["Runner__IdleTimeout"] = "00:00:03",
            ["Runner__TurnTimeout"] = "00:00:07",
            ["Runner__InterruptTimeout"] = "00:00:08",
        },
        cancellationToken: TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => Stage.DisposeAsync();
}
