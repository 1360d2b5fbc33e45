using System.Text.Json.Nodes;
using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.Control;

/// <summary>Watches with the real Codex: what happens to threads and skills becomes events of a task.</summary>
public sealed class WatchTests(SharedStage shared) : IClassFixture<SharedStage>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_thread_is_told_of_from_its_begin_to_its_archive_and_the_watch_is_released()
    {
        var client = shared.Stage.Client;
        var watch = await client.CallAsync("codex.threads.watch", new JsonObject
        {
            ["request"] = new JsonObject { ["events"] = new JsonArray("thread.started", "thread.status.changed", "thread.archived", "thread.unarchived", "thread.name.updated") },
        }, Token);
        var id = (string)watch["task_id"]!;
        await BegunAsync(shared.Stage, id);

        var thread = Loss.Session(await client.SendAsync(A2AHttp.Message("#text\nhello", "ctx-watched"), Token));
        await client.CallAsync("codex.threads.name.set", new JsonObject { ["thread_id"] = thread, ["name"] = "Watched" }, Token);
        await client.CallAsync("codex.threads.archive", new JsonObject { ["thread_id"] = thread }, Token);
        await client.CallAsync("codex.threads.unarchive", new JsonObject { ["thread_id"] = thread }, Token);

        var told = await ToldAsync(shared.Stage, id, data => (string?)data["event"] == "thread.unarchived");
        Assert.All(told, data => Assert.Equal(thread, (string?)data["thread_id"]));
        Assert.Equal("thread_started", (string?)told[0]["kind"]);
        Assert.Equal(thread, (string?)told[0]["thread"]!["id"]);
        Assert.Contains(told, data => (string?)data["kind"] == "thread_status_changed" && (string?)data["status"]!["type"] == "active");
        Assert.Contains(told, data => (string?)data["kind"] == "thread_name_updated" && (string?)data["name"] == "Watched");
        Assert.Contains(told, data => (string?)data["kind"] == "thread_archived");
        Assert.DoesNotContain(shared.Stage.Folder.Workspace, new JsonArray([.. told.Select(data => data.DeepClone())]).ToJsonString(), StringComparison.Ordinal);

        var released = await client.CallAsync("codex.threads.watch.release", new JsonObject { ["taskId"] = id }, Token);
        Assert.Equal(
            ("released", "explicit_release", 0, true),
            ((string?)released["owner_status"], (string?)released["release_reason"], (int)released["remaining_owner_count"]!, (bool)released["subscription_released"]!));
        var task = await client.GetTaskAsync(id, Token);
        Assert.Equal(TaskState.Canceled, task.Status.State);
        Assert.Equal("watch_ended", task.Artifacts!.Single().Parts[^1].Data!.Value.GetProperty("kind").GetString());
        Assert.Equal(released.ToJsonString(), (await client.CallAsync("codex.threads.watch.release", new JsonObject { ["task_id"] = id }, Token)).ToJsonString());
    }

    [Fact]
    public async Task Skills_that_change_are_told_of()
    {
        var watch = await shared.Stage.Client.CallAsync("codex.discovery.watch", new JsonObject { ["request"] = new JsonObject { ["events"] = new JsonArray("skills.changed") } }, Token);
        var id = (string)watch["task_id"]!;
        await BegunAsync(shared.Stage, id);
        await shared.Stage.Client.CallAsync("codex.discovery.skills.list", [], Token);
        var folder = Directory.CreateDirectory(Path.Combine(shared.Stage.Folder.CodexHome, "skills", "greet")).FullName;
        var telling = ToldAsync(shared.Stage, id, _ => true);
        var looks = 0;
        // Codex begins to look at the folder some time after it has listed it.
        await Waiting.ForAsync(
            async () =>
            {
                if (looks++ % 50 == 0)
                {
                    await File.WriteAllTextAsync(Path.Combine(folder, "SKILL.md"), $"---\nname: greet\ndescription: Greets people, {looks}.\n---\nSay hello.\n", Token);
                }

                return telling.IsCompleted;
            },
            Token);

        Assert.Equal("""{"kind":"skills_changed","event":"skills.changed","source":"skills/changed"}""", (await telling)[0].ToJsonString());
        await shared.Stage.Client.CallAsync("CancelTask", new JsonObject { ["id"] = id }, Token);
    }

    [Fact]
    public async Task Nobody_reads_it_so_it_ends_and_a_kill_ends_it_too()
    {
        await using var stage = await Stage.StartAsync(new Dictionary<string, string?> { ["A2A__WatchIdleTimeout"] = "00:00:03" }, cancellationToken: Token);
        var idle = (string)(await stage.Client.CallAsync("codex.threads.watch", [], Token))["task_id"]!;
        // Looked at, not subscribed to: that would keep it.
        await Waiting.ForAsync(async () => (await stage.Client.GetTaskAsync(idle, Token)).Status.State.IsTerminal, Token);
        var task = await stage.Client.GetTaskAsync(idle, Token);
        Assert.Equal((TaskState.Completed, "idle_expired"), (task.Status.State, (string?)task.Metadata!["codex"]!["thread_lifecycle_watch"]!["release_reason"]));

        var lost = (string)(await stage.Client.CallAsync("codex.threads.watch", [], Token))["task_id"]!;
        await BegunAsync(stage, lost);
        await Loss.RestartAsync(stage);
        task = await stage.Client.EndAsync(lost, Token);
        Assert.Equal((TaskState.Failed, "WATCH_LOST"), (task.Status.State, Loss.Code(task)));
        Assert.Equal("restart_reconcile", (string?)task.Metadata!["codex"]!["thread_lifecycle_watch"]!["release_reason"]);
    }

    private static async Task BegunAsync(Stage stage, string id)
    {
        await Waiting.ForAsync(async () => (await stage.Client.GetTaskAsync(id, Token)).Status.State == TaskState.Working, Token);
    }

    /// <summary>What the task tells, up to the event that is waited for.</summary>
    private static async Task<List<JsonNode>> ToldAsync(Stage stage, string id, Func<JsonNode, bool> last)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        var told = new List<JsonNode>();
        await foreach (var (_, e) in stage.Client.StreamAsync("SubscribeToTask", new JsonObject { ["id"] = id }, limit.Token))
        {
            var parts = e.Task?.Artifacts?.SelectMany(artifact => artifact.Parts) ?? e.ArtifactUpdate?.Artifact.Parts ?? [];
            foreach (var part in parts)
            {
                told.Add(JsonNode.Parse(part.Data!.Value.GetRawText())!);
                if (last(told[^1]))
                {
                    return told;
                }
            }
        }

        throw new InvalidOperationException($"The watch ended: {string.Join('\n', told.Select(data => data.ToJsonString()))}");
    }
}
