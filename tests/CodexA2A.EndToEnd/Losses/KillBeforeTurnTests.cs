using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.Losses;

/// <summary>kill -9 of the service before Codex knows the message, or before the service knows that it does (contracts.md §6).</summary>
public abstract class KillBeforeTurnTests(StageForm form) : IDisposable
{
    private readonly HeldCodex _codex = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _codex.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Killed_right_after_the_submit_the_turn_is_started_again_and_its_command_runs_once()
    {
        await using var stage = await StartAsync();
        var marker = Path.Combine(stage.Folder.Workspace, "once.txt");
        _codex.HoldTurnStart();
        var sent = await stage.Client.SendAsync(A2AHttp.Message($"#shell\necho line >> {marker}", returnImmediately: true), Token);
        await _codex.HeldAsync(Token);

        await Loss.RestartAsync(stage, _codex);
        var ended = await stage.Client.EndAsync(sent.Id, Token);

        AssertStartedAgain(ended, stage);
        Assert.Single(await File.ReadAllLinesAsync(marker, Token));
    }

    [Fact]
    public async Task In_a_context_that_has_a_thread_it_is_started_again_there()
    {
        await using var stage = await StartAsync();
        var before = await stage.Client.SendAsync(A2AHttp.Message("#text\nBefore the kill.", "ctx-kept"), Token);
        _codex.HoldTurnStart();
        var sent = await stage.Client.SendAsync(A2AHttp.Message("#history", "ctx-kept", returnImmediately: true), Token);
        await _codex.HeldAsync(Token);

        await Loss.RestartAsync(stage, _codex);
        var ended = await stage.Client.EndAsync(sent.Id, Token);

        AssertStartedAgain(ended, stage);
        Assert.Equal(Loss.Session(before), Loss.Session(ended));
        Assert.Contains("Before the kill.", Ledger.Text(ended), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Killed_before_the_reply_to_the_start_and_before_a_command_the_turn_goes_on()
    {
        await using var stage = await StartAsync("gate before\nrun echo line >> once.txt\nanswer Done.\n");
        var gate = stage.Model.Gate("before");
        _codex.MuteAfterTurnStart();
        var sent = await stage.Client.SendAsync(A2AHttp.Message("#script", returnImmediately: true), Token);
        await gate.WaitUntilReachedAsync(Token);

        await stage.Service.KillAsync(Token);
        await _codex.GoneAsync(Token);
        gate.Open();
        await stage.Service.StartAsync(Token);
        var ended = await stage.Client.EndAsync(sent.Id, Token);

        // The model was asked, so the message is in Codex's history. A continuation asks what is done instead of saying the message again.
        Loss.AssertDecided(ended, "TURN_CONTINUED", 2, TaskState.Completed, stage);
        Assert.False(File.Exists(Path.Combine(stage.Folder.Workspace, "once.txt")));
    }

    private Task<Stage> StartAsync(string? script = null) => Stage.StartAsync(
        new Dictionary<string, string?> { ["Codex__Executable"] = _codex.Executable }, script: script, form: form, cancellationToken: Token);

    private static void AssertStartedAgain(AgentTask ended, Stage stage)
    {
        Loss.AssertDecided(ended, "TURN_RESTARTED", 2, TaskState.Completed, stage);
        Assert.Contains(ended.History!, message => message.Parts[0].Text!.Contains("started again", StringComparison.Ordinal));
    }
}

/// <inheritdoc />
public sealed class KillBeforeTurnInOneProcessTests() : KillBeforeTurnTests(StageForm.OneProcess);

/// <inheritdoc />
public sealed class KillRunnerBeforeTurnTests() : KillBeforeTurnTests(StageForm.Fleet);
