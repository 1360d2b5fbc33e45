using CodexA2A.ScriptedModel.Codex;

namespace CodexA2A.ScriptedModel.Tests.RealCodex;

/// <summary>What the recorded turns do not show: sizes, more than one turn, keys.</summary>
public sealed class ScenarioTests(CodexFixture codex)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("#big bytes=524288", 524288)]
    [InlineData("#long tokens=2000", 19692)]
    public async Task Much_text_arrives_whole(string message, int length) =>
        Assert.Equal(length, Answer(await PlayAsync(message)).Length);

    [Fact]
    public async Task A_conversation_is_remembered()
    {
        var turns = await codex.TurnsAsync(Cancel);
        var first = await turns.PlayAsync("#echo\nfirst", Cancel);
        var second = await turns.ContinueAsync(first.ThreadId, first.Workspace, "#history", Cancel);
        await second.FinishAsync("", Cancel);
        Assert.Equal("The conversation so far:\n1. #echo first\n2. #history", Answer(second));
    }

    [Fact]
    public async Task A_question_is_asked_in_code_mode_too()
    {
        var turns = await codex.TurnsAsync(Cancel);
        var turn = await turns.PlayAsync(
            "#question", Cancel, CodexConfig.CodeModel, """{"answers":{"q1":{"answers":["Green"]}}}""");
        Assert.Contains("Green", Answer(turn), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hanging_model_can_be_interrupted()
    {
        var turns = await codex.TurnsAsync(Cancel);
        var turn = await turns.StartAsync("#hang tokens=3", Cancel);
        await turn.NextAsync(line => line.Method == "item/agentMessage/delta", Cancel);
        await turn.InterruptAsync(Cancel);
        Assert.Equal("interrupted", (await turn.FinishAsync("", Cancel))["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_mistake_in_the_message_reaches_the_person()
    {
        var turn = await PlayAsync("#nonsense");
        var error = turn.Lines()[^1].Params!["turn"]!["error"]!;
        Assert.Contains("There is no scenario 'nonsense'.", error["message"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_goes_from_codex_s_environment_to_the_model()
    {
        using var folders = new CodexFolders();
        await using var model = await ScriptedModelServer.StartAsync(new ScriptedModelOptions { ApiKey = "key-1" }, Cancel);
        var config = CodexConfig.For(model, folders.CodexHome) with { EnvironmentKey = "MODEL_KEY" };
        await using var process = await CodexProcess.StartAsync(
            folders, config, Cancel, new Dictionary<string, string> { ["MODEL_KEY"] = "key-1" });

        Assert.Equal("hi", Answer(await new CodexTurns(process, model, folders).PlayAsync("#text\nhi", Cancel)));
    }

    [Fact]
    public async Task A_home_with_a_written_configuration_needs_no_arguments()
    {
        using var folders = new CodexFolders();
        await using var model = await ScriptedModelServer.StartAsync(new ScriptedModelOptions(), Cancel);
        await CodexConfig.For(model, folders.CodexHome).WriteHomeAsync(folders.CodexHome, Cancel);
        await using var process = await CodexProcess.StartAsync(folders, null, Cancel);

        Assert.Equal("hi", Answer(await new CodexTurns(process, model, folders).PlayAsync("#text\nhi", Cancel)));
    }

    private async Task<RunningTurn> PlayAsync(string message) => await (await codex.TurnsAsync(Cancel)).PlayAsync(message, Cancel);

    private static string Answer(RunningTurn turn) => turn.Lines()
        .Last(line => line is { Method: "item/completed", ItemType: "agentMessage" })
        .Params!["item"]!["text"]!.GetValue<string>();
}
