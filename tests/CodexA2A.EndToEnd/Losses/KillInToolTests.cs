using System.Diagnostics;
using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.Losses;

/// <summary>kill -9 of the service before, in and after a tool: what may have run is never run again silently (contracts.md §6).</summary>
public abstract class KillInToolTests(StageForm form) : IDisposable
{
    private readonly HeldCodex _codex = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _codex.Dispose();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData("Fail", "TURN_INTERRUPTED", 1, TaskState.Failed)]
    [InlineData("Continue", "TURN_CONTINUED", 2, TaskState.Completed)]
    public async Task In_a_command_the_setting_decides_and_it_runs_once(string setting, string reason, int attempt, TaskState state)
    {
        await using var stage = await Stage.StartAsync(new Dictionary<string, string?> { ["Runner__AfterLoss"] = setting }, form: form, cancellationToken: Token);
        var marker = Path.Combine(stage.Folder.Workspace, "ran.txt");
        var id = await Loss.UntilAsync(stage, $"#shell\necho line >> {marker}; while [ ! -e release ]; do sleep 0.1; done", Loss.Artifact("tool"));
        await Waiting.ForAsync(() => File.Exists(marker), Token);

        await Loss.RestartAsync(stage);
        var ended = await stage.Client.EndAsync(id, Token);

        Loss.AssertDecided(ended, reason, attempt, state, stage);
        Assert.Equal(state == TaskState.Failed, ended.Status.Message?.Parts[0].Text?.Contains("ran.txt", StringComparison.Ordinal) == true);
        Assert.Single(await File.ReadAllLinesAsync(marker, Token));
        var next = await stage.Client.SendAsync(A2AHttp.Message("#text\nGoing on.", ended.ContextId), Token);
        Assert.Equal("Going on.", Ledger.Text(next));
    }

    [Fact]
    public async Task In_a_command_of_which_Codex_has_not_told_the_task_fails_and_names_it()
    {
        await using var stage = await StartAsync("comment First.\ngate before\nrun echo line >> once.txt; while :; do sleep 0.1; done\nanswer Never said.\n");
        var gate = stage.Model.Gate("before");
        var id = await Loss.UntilAsync(stage, "#script", Loss.Artifact("commentary", ended: true));
        await gate.WaitUntilReachedAsync(Token);
        _codex.Mute();
        gate.Open();
        var marker = Path.Combine(stage.Folder.Workspace, "once.txt");
        await Waiting.ForAsync(() => File.Exists(marker), Token);
        Assert.DoesNotContain((await stage.Client.GetTaskAsync(id, Token)).Artifacts!, artifact => artifact.Name == "tool");

        await Loss.RestartAsync(stage, _codex);
        var ended = await stage.Client.EndAsync(id, Token);

        Loss.AssertDecided(ended, "TURN_INTERRUPTED", 1, TaskState.Failed, stage);
        Assert.Contains("once.txt", ended.Status.Message!.Parts[0].Text, StringComparison.Ordinal);
        Assert.Single(await File.ReadAllLinesAsync(marker, Token));
    }

    [Fact]
    public async Task In_a_command_of_code_mode_the_task_fails_and_it_runs_once()
    {
        await using var stage = await Stage.StartAsync(new Dictionary<string, string?> { ["Codex__Model"] = "scripted-code" }, form: form, cancellationToken: Token);
        var marker = Path.Combine(stage.Folder.Workspace, "ran.txt");
        var sent = await stage.Client.SendAsync(
            A2AHttp.Message("#code\nawait tools.exec_command({cmd: \"echo line >> ran.txt; while :; do sleep 0.1; done\"});", returnImmediately: true), Token);
        await Waiting.ForAsync(() => File.Exists(marker), Token);

        await Loss.RestartAsync(stage);
        var ended = await stage.Client.EndAsync(sent.Id, Token);

        Loss.AssertDecided(ended, "TURN_INTERRUPTED", 1, TaskState.Failed, stage);
        Assert.Contains("a piece of code", ended.Status.Message!.Parts[0].Text, StringComparison.Ordinal);
        Assert.Single(await File.ReadAllLinesAsync(marker, Token));
    }

    [Fact]
    public async Task In_a_patch_the_task_fails()
    {
        // Whoever writes into a pipe that nobody reads waits: the patch begins and does not end.
        await using var stage = await StartAsync("patch\n  *** Begin Patch\n  *** Add File: pipe\n  +line\n  *** End Patch\nanswer Never said.\n");
        using (var pipe = Process.Start("mkfifo", [Path.Combine(stage.Folder.Workspace, "pipe")]))
        {
            await pipe.WaitForExitAsync(Token);
        }

        var sent = await stage.Client.SendAsync(A2AHttp.Message("#script", returnImmediately: true), Token);
        await Loss.RecordedAsync(stage, "*** Begin Patch");

        // Codex would wait for its patch before it ends: it dies with the service.
        await stage.Service.KillAsync(Token, withCodex: true);
        await stage.Service.StartAsync(Token);
        var ended = await stage.Client.EndAsync(sent.Id, Token);

        Loss.AssertDecided(ended, "TURN_INTERRUPTED", 1, TaskState.Failed, stage);
    }

    [Fact]
    public async Task After_a_command_the_turn_goes_on_and_again_after_the_next_loss_in_the_same_folder()
    {
        await using var stage = await StartAsync("run echo line >> once.txt\ngate after\nanswer Done.\n");
        var folder = Directory.CreateDirectory(Path.Combine(stage.Folder.Workspace, "sub")).FullName;
        var gate = stage.Model.Gate("after");
        var message = A2AHttp.Message("#script");
        message["metadata"] = new System.Text.Json.Nodes.JsonObject { ["codex"] = new System.Text.Json.Nodes.JsonObject { ["directory"] = "sub" } };
        var id = await Loss.UntilAsync(stage, message, Loss.Artifact("tool", ended: true));
        await gate.WaitUntilReachedAsync(Token);

        await Loss.RestartAsync(stage, _codex);
        // The continuation begins with a thought, half a second before its first tool.
        await foreach (var (_, e) in stage.Client.StreamAsync("SubscribeToTask", new System.Text.Json.Nodes.JsonObject { ["id"] = id }, Token))
        {
            if (Loss.Artifact("reasoning")(e))
            {
                break;
            }
        }

        await Loss.RestartAsync(stage, _codex);
        var ended = await stage.Client.EndAsync(id, Token);

        Loss.AssertDecided(ended, "TURN_CONTINUED", 3, TaskState.Completed, stage);
        Assert.Single(await File.ReadAllLinesAsync(Path.Combine(folder, "once.txt"), Token));
        // What the continuation plays.
        Assert.True(File.Exists(Path.Combine(folder, "words.txt")));
    }

    [Fact]
    public async Task Taken_over_three_times_without_getting_on_the_task_fails_and_no_attempt_has_the_number_of_another()
    {
        await using var stage = await StartAsync("answer Never said.\n");
        _codex.HoldTurnStart();
        var sent = await stage.Client.SendAsync(A2AHttp.Message("#script", returnImmediately: true), Token);
        foreach (var attempt in new[] { 1, 2, 3 })
        {
            await _codex.HeldAsync(Token);
            Assert.Equal(attempt, (int?)(await stage.Client.GetTaskAsync(sent.Id, Token)).Metadata?["codex"]?["recovery"]?["attempt"] ?? 1);
            await stage.Service.KillAsync(Token);
            await _codex.GoneAsync(Token);
            _codex.HoldTurnStart();
            await stage.Service.StartAsync(Token);
        }

        Loss.AssertDecided(await stage.Client.EndAsync(sent.Id, Token), "TAKEOVER_LIMIT", 3, TaskState.Failed, stage);
    }

    private Task<Stage> StartAsync(string script) => Stage.StartAsync(
        new Dictionary<string, string?> { ["Codex__Executable"] = _codex.Executable }, script: script, form: form, cancellationToken: Token);
}

/// <inheritdoc />
public sealed class KillInToolInOneProcessTests() : KillInToolTests(StageForm.OneProcess);

/// <inheritdoc />
public sealed class KillRunnerInToolTests() : KillInToolTests(StageForm.Fleet);
