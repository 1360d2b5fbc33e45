using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.Losses;

/// <summary>Codex has lost the thread of a session.</summary>
public abstract class GoneThreadTests(StageForm form)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_next_message_starts_a_new_one_and_says_so()
    {
        await using var stage = await Stage.StartAsync(form: form, cancellationToken: Token);
        var before = await stage.Client.SendAsync(A2AHttp.Message("#text\nBefore.", "ctx-gone"), Token);

        await RestartWithoutThreadsAsync(stage);
        var after = await stage.Client.SendAsync(A2AHttp.Message("#text\nAfter.", "ctx-gone"), Token);

        Assert.True(after.Status.State == TaskState.Completed, $"{after.Status}\n{stage.Service.Output}");
        Assert.Equal("After.", Ledger.Text(after));
        Assert.NotEqual(Loss.Session(before), Loss.Session(after));
        Assert.Contains("no longer has the earlier conversation", Loss.Said(after), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"timestamp\":\"2026-")]
    [InlineData("no JSON\nat all\n")]
    public async Task One_whose_file_holds_nothing_is_gone_too(string content)
    {
        await using var stage = await Stage.StartAsync(form: form, cancellationToken: Token);
        await stage.Client.SendAsync(A2AHttp.Message("#text\nBefore.", "ctx-empty"), Token);
        await stage.Service.KillAsync(Token, withCodex: true);
        await File.WriteAllTextAsync(Loss.Rollouts(stage).Single(), content, Token);

        await stage.Service.StartAsync(Token);
        var after = await stage.Client.SendAsync(A2AHttp.Message("#text\nAfter.", "ctx-empty"), Token);

        Assert.True(after.Status.State == TaskState.Completed, $"{after.Status}\n{stage.Service.Output}");
        Assert.Contains("no longer has the earlier conversation", Loss.Said(after), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_turn_that_had_begun_a_command_ends_as_unknown()
    {
        await using var stage = await Stage.StartAsync(form: form, cancellationToken: Token);
        var marker = Path.Combine(stage.Folder.Workspace, "ran.txt");
        var id = await Loss.UntilAsync(stage, $"#shell\necho line >> {marker}; while :; do sleep 0.1; done", Loss.Artifact("tool"));
        await Waiting.ForAsync(() => File.Exists(marker), Token);

        await RestartWithoutThreadsAsync(stage);
        var ended = await stage.Client.EndAsync(id, Token);

        Loss.AssertDecided(ended, "TURN_OUTCOME_UNKNOWN", 1, TaskState.Failed, stage);
        Assert.Contains("ran.txt", ended.Status.Message!.Parts[0].Text, StringComparison.Ordinal);
        Assert.Single(await File.ReadAllLinesAsync(marker, Token));
    }

    [Fact]
    public async Task A_turn_that_had_begun_no_tool_is_started_again_in_a_new_one()
    {
        await using var stage = await Stage.StartAsync(script: "comment First.\ngate more\nanswer Done.\n", form: form, cancellationToken: Token);
        var gate = stage.Model.Gate("more");
        var id = await Loss.UntilAsync(stage, "#script", Loss.Artifact("commentary", ended: true));
        await gate.WaitUntilReachedAsync(Token);

        await RestartWithoutThreadsAsync(stage, gate.Open);
        var ended = await stage.Client.EndAsync(id, Token);

        Loss.AssertDecided(ended, "TURN_RESTARTED", 2, TaskState.Completed, stage);
        Assert.EndsWith("Done.", Ledger.Text(ended), StringComparison.Ordinal);
        Assert.Contains("no longer has the earlier conversation", Loss.Said(ended), StringComparison.Ordinal);
    }

    private static async Task RestartWithoutThreadsAsync(Stage stage, Action? between = null)
    {
        await stage.Service.KillAsync(Token);
        Loss.LoseThreads(stage);
        between?.Invoke();
        await stage.Service.StartAsync(Token);
    }
}

/// <inheritdoc />
public sealed class GoneThreadInOneProcessTests() : GoneThreadTests(StageForm.OneProcess);

/// <inheritdoc />
public sealed class GoneThreadInFleetTests() : GoneThreadTests(StageForm.Fleet);
