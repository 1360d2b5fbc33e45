using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.Losses;

/// <summary>kill -9 of the service in every place of the table of contracts.md §6, then a new start over the same data.</summary>
public abstract class KillServiceTests(StageForm form)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tasks_and_sessions_are_there_after_a_kill_and_the_thread_goes_on()
    {
        await using var stage = await Stage.StartAsync(form: form, cancellationToken: Token);
        var before = await stage.Client.SendAsync(A2AHttp.Message("#text\nBefore the kill.", "ctx-kept"), Token);

        await Loss.RestartAsync(stage);

        var kept = await stage.Client.GetTaskAsync(before.Id, Token);
        Assert.Equal("Before the kill.", Ledger.Text(kept));
        var after = await stage.Client.SendAsync(A2AHttp.Message("#history", "ctx-kept"), Token);
        Assert.Contains("Before the kill.", Ledger.Text(after), StringComparison.Ordinal);
        Assert.Equal(Loss.Session(before), Loss.Session(after));
    }

    [Fact]
    public async Task Killed_while_the_model_speaks_the_turn_is_continued_and_the_half_text_withdrawn()
    {
        await using var stage = await Stage.StartAsync(form: form, cancellationToken: Token);
        var id = await Loss.UntilAsync(stage, "#slow tokens=2000 delay=20", Loss.Artifact("answer"));

        await Loss.RestartAsync(stage);
        var ended = await stage.Client.EndAsync(id, Token);

        Loss.AssertDecided(ended, "TURN_CONTINUED", 2, TaskState.Completed, stage);
        Assert.Contains("cut off", Loss.Said(ended), StringComparison.Ordinal);
        Assert.Contains(ended.Artifacts!, artifact => artifact.Metadata?["codex"]?["withdrawn"]?.GetValue<bool>() == true);
    }

    [Fact]
    public async Task Killed_after_a_turn_ended_that_it_did_not_see_end_the_rest_is_published()
    {
        using var codex = new HeldCodex();
        await using var stage = await Stage.StartAsync(
            new Dictionary<string, string?> { ["Codex__Executable"] = codex.Executable },
            script: "comment First.\nrun echo line >> once.txt\ngate rest\nanswer The rest.\n",
            form: form, cancellationToken: Token);
        var gate = stage.Model.Gate("rest");
        var id = await Loss.UntilAsync(stage, "#script", Loss.Artifact("tool", ended: true));
        await gate.WaitUntilReachedAsync(Token);
        codex.Mute();
        gate.Open();
        await Loss.RecordedAsync(stage, "task_complete");

        await Loss.RestartAsync(stage, codex);
        var ended = await stage.Client.EndAsync(id, Token);

        Loss.AssertDecided(ended, "TURN_COMPLETED", 1, TaskState.Completed, stage);
        Assert.Equal(("First.", "The rest."), (Ledger.Text(ended, "commentary"), Ledger.Text(ended)));
        Assert.Single(ended.Artifacts!, artifact => artifact.Name == "tool");
        Assert.Single(await File.ReadAllLinesAsync(Path.Combine(stage.Folder.Workspace, "once.txt"), Token));
    }
}

/// <inheritdoc />
public sealed class KillServiceInOneProcessTests() : KillServiceTests(StageForm.OneProcess);

/// <inheritdoc />
public sealed class KillRunnerTests() : KillServiceTests(StageForm.Fleet);
