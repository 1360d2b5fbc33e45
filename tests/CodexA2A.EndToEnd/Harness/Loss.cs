namespace CodexA2A.EndToEnd.Harness;

/// <summary>Kills in the middle of a turn, and what the task says of them afterwards.</summary>
internal static class Loss
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>SIGKILL, and a new start over the same data.</summary>
    public static async Task RestartAsync(Stage stage, HeldCodex? codex = null)
    {
        await stage.Service.KillAsync(Token);
        if (codex is not null)
        {
            await codex.GoneAsync(Token);
        }

        await stage.Service.StartAsync(Token);
    }

    /// <summary>Sends a message and returns its task's id as soon as an event is what the test waits for.</summary>
    public static async Task<string> UntilAsync(Stage stage, System.Text.Json.Nodes.JsonObject message, Func<StreamResponse, bool> reached)
    {
        await foreach (var (_, e) in stage.Client.StreamAsync("SendStreamingMessage", message, Token))
        {
            if (reached(e))
            {
                return e.ArtifactUpdate?.TaskId ?? e.StatusUpdate!.TaskId;
            }
        }

        throw new InvalidOperationException($"The stream ended before what the test waits for.\n{stage.Service.Output}");
    }

    public static Task<string> UntilAsync(Stage stage, string text, Func<StreamResponse, bool> reached) => UntilAsync(stage, A2AHttp.Message(text), reached);

    /// <summary>The event of an artifact of this name; its last one if <paramref name="ended"/>.</summary>
    public static Func<StreamResponse, bool> Artifact(string name, bool ended = false) =>
        e => e.ArtifactUpdate is { } update && update.Artifact.Name == name && (update.LastChunk || !ended);

    /// <summary>The one row of the table that was taken, and the attempt.</summary>
    public static void AssertDecided(AgentTask task, string reason, int attempt, TaskState state, Stage stage)
    {
        var recovery = task.Metadata?["codex"]?["recovery"];
        var seen = (task.Status.State, (string?)recovery?["reason"], (int?)recovery?["attempt"]);
        Assert.True(seen == (state, reason, attempt), $"{seen}: {task.Status.Message?.Parts[0].Text}\n{stage.Service.Output}");
        Assert.Equal(state == TaskState.Failed ? reason : null, Code(task));
    }

    public static string? Code(AgentTask task) => (string?)task.Metadata?["codex"]?["error"]?["code"];

    public static string Said(AgentTask task) => string.Join('\n', (task.History ?? []).Append(task.Status.Message).Select(message => message?.Parts[0].Text));

    public static string Session(AgentTask task) => (string)task.Metadata!["shared"]!["session"]!["id"]!;

    /// <summary>Codex's own records of its threads.</summary>
    public static string[] Rollouts(Stage stage) => Rollouts(stage.Folder);

    /// <summary>Returns when Codex has written these words into a record.</summary>
    public static Task RecordedAsync(Stage stage, string words) => RecordedAsync(stage.Folder, words);

    /// <inheritdoc cref="RecordedAsync(Stage, string)"/>
    public static Task RecordedAsync(TestFolder folder, string words) => Waiting.ForAsync(
        () => Rollouts(folder).Any(file => Read(file).Contains(words, StringComparison.Ordinal)), Token);

    /// <summary>Codex loses all its threads.</summary>
    public static void LoseThreads(Stage stage) => Directory.Delete(Sessions(stage.Folder), recursive: true);

    private static string[] Rollouts(TestFolder folder) =>
        Directory.Exists(Sessions(folder)) ? Directory.GetFiles(Sessions(folder), "*.jsonl", SearchOption.AllDirectories) : [];

    private static string Sessions(TestFolder folder) => Path.Combine(folder.CodexHome, "sessions");

    private static string Read(string file)
    {
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }
}
