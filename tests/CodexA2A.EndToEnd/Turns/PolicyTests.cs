using System.Text.Json.Nodes;
using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.Turns;

/// <summary>What two principals of one service may do, and where, on the real Codex (docs/security.md).</summary>
public sealed class PolicyTests
{
    private const string BobsToken = "bob-token-0123456789";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_writes_in_the_working_tree_of_its_context_and_the_other_nowhere()
    {
        await using var stage = await Stage.StartAsync(
            new Dictionary<string, string?>
            {
                ["A2A__BearerTokens__bob"] = BobsToken,
                ["Codex__SandboxMode"] = "workspace-write",
                ["Codex__ApprovalPolicy"] = "never",
                ["Codex__Policies__bob__SandboxMode"] = "read-only",
                ["Codex__Policies__bob__Models__0"] = "scripted",
                ["Workspaces__PerContext"] = "worktree",
            },
            toml: "sandbox_workspace_write.exclude_slash_tmp = true\nsandbox_workspace_write.exclude_tmpdir_env_var = true\n",
            cancellationToken: Token);
        Repositories.Commit(stage.Folder.Workspace);
        using var bob = new A2AHttp(stage.Service.Address, BobsToken);
        var command = $"#shell\necho line > mine.txt; echo line > ../beside.txt; echo line > ../../above.txt; echo line > {stage.Folder.Workspace}/root.txt; pwd";

        var ran = await stage.Client.SendAsync(A2AHttp.Message(command), Token);
        var confined = await bob.SendAsync(A2AHttp.Message(command), Token);

        Assert.Equal((TaskState.Completed, TaskState.Completed), (ran.Status.State, confined.Status.State));
        // What is around the working trees, the repository among it, is not a context's to write.
        string[] written =
        [
            .. new[] { stage.Folder.CodexHome, stage.Folder.Workspace }
                .SelectMany(folder => Directory.GetFiles(folder, "*.txt", SearchOption.AllDirectories))
                .Where(file => Path.GetFileName(file) is "mine.txt" or "beside.txt" or "above.txt" or "root.txt"),
        ];
        Assert.EndsWith("/mine.txt", Assert.Single(written), StringComparison.Ordinal);
        Assert.Contains("+line", Patch(ran), StringComparison.Ordinal);
        Assert.Equal(("workspace-write", "read-only"), (await ModeAsync(stage.Client, ran), await ModeAsync(bob, confined)));

        var named = A2AHttp.Message("hello");
        named["metadata"] = new JsonObject { ["shared"] = new JsonObject { ["model"] = "scripted-code" } };
        var refused = await bob.SendAsync(named, Token);
        Assert.Equal((TaskState.Failed, "MODEL_NOT_ALLOWED"), (refused.Status.State, (string?)refused.Metadata!["codex"]!["error"]!["code"]));
    }

    private static string Patch(AgentTask task) =>
        string.Concat(Assert.Single(task.Artifacts!, artifact => artifact.Name == "diff").Parts.Select(part => part.Text));

    // It is tried beside the turns; a task that was there before knows it when it is read again only if it ran then.
    private static async Task<string?> ModeAsync(A2AHttp client, AgentTask task)
    {
        while (task.Metadata?["codex"]?["sandbox"] is null)
        {
            task = await client.SendAsync(A2AHttp.Message("hello"), Token);
        }

        return (string?)task.Metadata["codex"]!["sandbox"]!["mode"];
    }
}
