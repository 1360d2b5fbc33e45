using System.Text.Json.Nodes;
using CodexA2A.Runner.Tests.Turns;
using CodexA2A.Runner.Workspaces.Contexts;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Tests.Workspaces.Contexts;

/// <summary>Turns and commands where each context has a folder of its own.</summary>
public sealed class ContextTurnTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_context_works_in_its_own_folder_and_names_folders_in_it()
    {
        await using var stage = await RunnerStage.StartAsync(settings: ("Workspaces:PerContext", "folder"));

        var (one, two) = (await SettingsAsync(stage, "one"), await SettingsAsync(stage, "two"));

        Assert.Equal((Folder(stage, "one"), Folder(stage, "one")), ((string?)one["thread"]!["cwd"], (string?)one["turn"]!["cwd"]));
        Assert.Equal((Folder(stage, "two"), Folder(stage, "two")), ((string?)two["thread"]!["cwd"], (string?)two["turn"]!["cwd"]));
        Directory.CreateDirectory(Path.Combine(Folder(stage, "one"), "sub"));
        Assert.Equal(Path.Combine(Folder(stage, "one"), "sub"), (string?)(await SettingsAsync(stage, "one", "sub"))["turn"]!["cwd"]);
        var refused = await stage.EndAsync(await stage.SubmitAsync("hello", "two", In("../" + Path.GetFileName(Folder(stage, "one")))));
        Assert.Equal((TaskState.Failed, "INVALID_PARAMS"), (refused.Status.State, (string?)refused.Metadata!["codex"]!["error"]!["code"]));
    }

    [Fact]
    public async Task What_is_refused_for_its_model_makes_none()
    {
        await using var stage = await RunnerStage.StartAsync(settings: [("Workspaces:PerContext", "folder"), ("Codex:Policies:*:Models:0", "allowed")]);
        var refused = await stage.EndAsync(await stage.SubmitAsync("hello", "one", new JsonObject { ["shared"] = new JsonObject { ["model"] = "other" } }));
        Assert.Equal((TaskState.Failed, "MODEL_NOT_ALLOWED"), (refused.Status.State, (string?)refused.Metadata!["codex"]!["error"]!["code"]));
        Assert.False(Directory.Exists(Folder(stage, "one")));
    }

    [Fact]
    public async Task Files_of_a_message_lie_in_its_folder()
    {
        await using var stage = await RunnerStage.StartAsync(settings: ("Workspaces:PerContext", "folder"));
        Assert.Equal(TaskState.Completed, (await stage.EndAsync(await stage.SubmitFileAsync("a.txt", "hi"u8.ToArray()))).Status.State);
        Assert.Single(Directory.GetFiles(Path.Combine(Folder(stage, "ctx"), ".a2a", "inbox"), "a.txt", SearchOption.AllDirectories));
        Assert.False(Directory.Exists(Path.Combine(stage.Root, ".a2a")));
    }

    [Fact]
    public async Task A_command_of_its_session_runs_there_and_nowhere_else()
    {
        await using var stage = await RunnerStage.StartAsync(settings: ("Workspaces:PerContext", "folder"));
        Assert.Equal("WORKSPACE_MISSING", (await Assert.ThrowsAsync<A2AException>(() => stage.ShellAsync("pwd", "ctx", Stop))).Reason);
        await stage.EndAsync(await stage.SubmitAsync("hello"));
        Assert.Equal(Folder(stage, "ctx"), ((string?)(await stage.ShellAsync("pwd", "ctx", Stop))["stdout"])!.Trim());
    }

    private static string Folder(RunnerStage stage, string context) =>
        stage.Get<ContextWorkspaces>().RootsOf(SessionId.Create(RunnerStage.Alice, context)).Root;

    private static JsonObject In(string path) => new() { ["codex"] = new JsonObject { ["directory"] = path } };

    private static async Task<JsonNode> SettingsAsync(RunnerStage stage, string context, string? directory = null)
    {
        var task = await stage.EndAsync(await stage.SubmitAsync("settings", context, directory is null ? null : In(directory)));
        Assert.True(task.Status.State == TaskState.Completed, $"{task.Status}");
        return JsonNode.Parse(task.Artifacts!.Single(artifact => artifact.Name == "answer").Parts.Single().Text!)!;
    }
}
