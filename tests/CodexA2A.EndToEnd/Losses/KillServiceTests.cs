using System.Text.Json.Nodes;
using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.Losses;

/// <summary>kill -9 of the service in every place of the table of contracts.md §6, then a new start over the same data.</summary>
public sealed class KillServiceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tasks_and_sessions_are_there_after_a_kill_and_the_thread_goes_on()
    {
        await using var stage = await Stage.StartAsync(cancellationToken: Token);
        var before = await stage.Client.SendAsync(A2AHttp.Message("#text\nBefore the kill.", "ctx-kept"), Token);

        await RestartAsync(stage);

        var kept = await stage.Client.GetTaskAsync(before.Id, Token);
        Assert.Equal("Before the kill.", Ledger.Text(kept));
        var after = await stage.Client.SendAsync(A2AHttp.Message("#history", "ctx-kept"), Token);
        Assert.Contains("Before the kill.", Ledger.Text(after), StringComparison.Ordinal);
        Assert.Equal(Session(before), Session(after));
    }

    [Fact]
    public async Task Killed_while_the_model_speaks_the_turn_is_continued_and_the_half_text_withdrawn()
    {
        await using var stage = await Stage.StartAsync(cancellationToken: Token);
        var id = await UntilAsync(stage, "#slow tokens=2000 delay=20", e => e.ArtifactUpdate?.Artifact.Name == "answer");

        await RestartAsync(stage);
        var ended = await stage.Client.EndAsync(id, Token);

        Assert.Equal(TaskState.Completed, ended.Status.State);
        Assert.Contains("cut off", string.Join(' ', Texts(ended)), StringComparison.Ordinal);
        Assert.Contains(ended.Artifacts!, artifact => artifact.Metadata?["codex"]?["withdrawn"]?.GetValue<bool>() == true);
    }

    [Fact]
    public async Task Killed_while_a_command_runs_the_task_fails_and_names_the_command()
    {
        await using var stage = await Stage.StartAsync(cancellationToken: Token);
        var marker = Path.Combine(stage.Folder.Workspace, "ran.txt");
        var command = $"echo line >> {marker}; while [ ! -e release ]; do sleep 0.1; done";
        var id = await UntilAsync(stage, $"#shell\n{command}", e => e.ArtifactUpdate?.Artifact.Name == "tool");
        await FileAsync(marker);

        await RestartAsync(stage);
        var ended = await stage.Client.EndAsync(id, Token);

        Assert.Equal(TaskState.Failed, ended.Status.State);
        Assert.Contains(Code(ended), new[] { "TURN_INTERRUPTED", "TURN_OUTCOME_UNKNOWN" });
        Assert.Contains("ran.txt", ended.Status.Message!.Parts[0].Text, StringComparison.Ordinal);
        Assert.Single(await File.ReadAllLinesAsync(marker, Token));
        var next = await stage.Client.SendAsync(A2AHttp.Message("#text\nGoing on.", ended.ContextId), Token);
        Assert.Equal("Going on.", Ledger.Text(next));
    }

    [Fact]
    public async Task Killed_after_a_command_the_turn_goes_on_and_the_command_runs_once()
    {
        await using var stage = await Stage.StartAsync(cancellationToken: Token);
        var marker = Path.Combine(stage.Folder.Workspace, "once.txt");
        var id = await UntilAsync(stage, $"#shell\necho line >> {marker}", e =>
            e.ArtifactUpdate is { LastChunk: true, Artifact.Name: "tool" });

        await RestartAsync(stage);
        var ended = await stage.Client.EndAsync(id, Token);

        Assert.Contains(ended.Status.State, new[] { TaskState.Completed, TaskState.Failed });
        Assert.Single(await File.ReadAllLinesAsync(marker, Token));
    }

    [Fact]
    public async Task Killed_while_a_person_is_asked_the_question_is_void_and_the_task_ends_in_a_named_state()
    {
        await using var stage = await Stage.StartAsync(cancellationToken: Token);
        var asked = await stage.Client.SendAsync(A2AHttp.Message("#escalate cmd=\"echo asked\""), Token);
        var request = asked.Metadata!["shared"]!["interrupt"]!["request_id"]!.GetValue<string>();

        await RestartAsync(stage);
        var ended = await stage.Client.EndAsync(asked.Id, Token);

        Assert.True(ended.Status.State.IsTerminal);
        var late = await stage.Client.RawAsync("a2a.interrupt.permission.reply", new JsonObject { ["request_id"] = request, ["reply"] = "once" }, Token);
        Assert.NotNull(late["error"]);
    }

    private static async Task RestartAsync(Stage stage)
    {
        await stage.Service.KillAsync(Token);
        await stage.Service.StartAsync(Token);
    }

    private static async Task<string> UntilAsync(Stage stage, string text, Func<StreamResponse, bool> reached)
    {
        await foreach (var (_, e) in stage.Client.StreamAsync("SendStreamingMessage", A2AHttp.Message(text), Token))
        {
            if (reached(e))
            {
                return e.ArtifactUpdate!.TaskId;
            }
        }

        throw new InvalidOperationException($"The stream ended before what the test waits for.\n{stage.Service.Output}");
    }

    private static async Task FileAsync(string path)
    {
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!File.Exists(path))
        {
            await pause.WaitForNextTickAsync(Token);
        }
    }

    private static IEnumerable<string> Texts(AgentTask task) =>
        (task.History ?? []).SelectMany(message => message.Parts).Select(part => part.Text ?? "");

    private static string? Code(AgentTask task) => task.Metadata?["codex"]?["error"]?["code"]?.GetValue<string>();

    private static string Session(AgentTask task) => task.Metadata!["shared"]!["session"]!["id"]!.GetValue<string>();
}
