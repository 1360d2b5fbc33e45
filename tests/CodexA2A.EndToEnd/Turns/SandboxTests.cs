using System.Text.Json.Nodes;
using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.Turns;

/// <summary>What confines a command of the real Codex, and what happens where nothing can (docs/security.md).</summary>
public sealed class SandboxTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("restricted", true)]
    [InlineData("enabled", false)]
    public async Task External_runs_without_a_fence_of_Codex_and_says_so_everywhere(string network, bool told)
    {
        await using var stage = await StartAsync("external", "on-request", ("Codex__ExternalSandboxNetwork", network));
        var outside = Path.Combine(stage.Folder.Data, "outside.txt");

        var task = await stage.Client.SendAsync(A2AHttp.Message($"#shell\necho line > {outside} && env"), Token);

        Assert.Equal(TaskState.Completed, task.Status.State);
        Assert.Equal("line\n", await File.ReadAllTextAsync(outside, Token));
        Assert.Equal(told, Output(task).Contains("CODEX_SANDBOX_NETWORK_DISABLED=1", StringComparison.Ordinal));
        Assert.Contains("Sandbox of its commands: external", await DescriptionAsync(stage), StringComparison.Ordinal);
        await stage.Service.PrintedAsync("Codex:SandboxMode=external: Codex confines no command.", Token);
        var tried = await TriedAsync(stage);
        Assert.Equal(("nothing_promised", "yes", "yes"), ((string)tried["sandbox_holds"]!, (string)tried["sandbox_writes_outside"]!, (string)tried["sandbox_reaches_network"]!));
    }

    [Fact]
    public async Task After_external_another_mode_holds_for_a_thread_that_is_gone_on_with()
    {
        await using var stage = await StartAsync("external", "never");
        var first = await stage.Client.SendAsync(A2AHttp.Message("#shell\necho first", "ctx"), Token);
        await stage.Service.KillAsync(Token, withCodex: true);
        stage.Service.Set("Codex__SandboxMode", "workspace-write");
        await stage.Service.StartAsync(Token);
        var outside = Path.Combine(stage.Folder.Data, "outside.txt");

        var second = await stage.Client.SendAsync(A2AHttp.Message($"#shell\necho line > {outside}", "ctx"), Token);

        Assert.True(second.Status.State == TaskState.Completed, $"{second.Status}\n{stage.Service.Output}");
        Assert.Equal(Loss.Session(first), Loss.Session(second));
        // Of a command that the sandbox denies at once Codex tells no item, only the model.
        Assert.Contains("Read-only file system", Ledger.Text(second), StringComparison.Ordinal);
        Assert.False(File.Exists(outside));
        Assert.Contains("Sandbox of its commands: workspace-write.", await DescriptionAsync(stage), StringComparison.Ordinal);
        var tried = await TriedAsync(stage);
        Assert.Equal(
            ("yes", "no", "no", "no", "yes"),
            ((string)tried["sandbox_holds"]!, (string)tried["sandbox_writes_outside"]!, (string)tried["sandbox_reaches_network"]!,
                (string)tried["sandbox_reads_parent_environment"]!, (string)tried["sandbox_reads_codex_home"]!));
        Assert.Contains("\"holds\":\"yes\"", await stage.Client.Http.GetStringAsync("/extendedAgentCard", Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_no_sandbox_at_all_a_thread_gets_one_when_no_setting_says_so_any_more()
    {
        await using var stage = await StartAsync("danger-full-access", "never");
        var first = await stage.Client.SendAsync(A2AHttp.Message("#shell\necho first", "ctx"), Token);
        await stage.Service.KillAsync(Token, withCodex: true);
        stage.Service.Set("Codex__SandboxMode", "");
        await stage.Service.StartAsync(Token);
        var outside = Path.Combine(stage.Folder.Data, "outside.txt");

        var second = await stage.Client.SendAsync(A2AHttp.Message($"#shell\necho line > {outside}", "ctx"), Token);

        Assert.Equal((TaskState.Completed, Loss.Session(first)), (second.Status.State, Loss.Session(second)));
        Assert.False(File.Exists(outside));
        await stage.Service.PrintedAsync("had run without a sandbox", Token);
    }

    [Fact]
    public async Task No_sandbox_at_all_is_named_too()
    {
        await using var stage = await StartAsync("danger-full-access", "never");

        Assert.Contains("danger-full-access (none)", await DescriptionAsync(stage), StringComparison.Ordinal);
        await stage.Service.PrintedAsync("Codex:SandboxMode=danger-full-access: commands run without a sandbox", Token);
    }

    [Theory]
    [InlineData("never")]
    [InlineData("on-request")]
    public async Task Where_the_sandbox_cannot_be_had_a_command_fails_and_does_not_run_without_it(string policy)
    {
        using var codex = new UnfencedCodex();
        await using var stage = await StartAsync("workspace-write", policy, ("Codex__Executable", codex.Executable));

        var task = await stage.Client.SendAsync(A2AHttp.Message("#shell\necho ran > ran.txt"), Token);

        Assert.Equal(TaskState.Completed, task.Status.State);
        Assert.Equal("failed", (string)Tool(task)["status"]!);
        Assert.Contains("bubblewrap", Output(task), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(stage.Folder.Workspace, "ran.txt")));
    }

    [Fact]
    public async Task Where_the_sandbox_cannot_be_had_a_person_is_asked_before_a_command_runs_without_it()
    {
        using var codex = new UnfencedCodex();
        await using var stage = await StartAsync("workspace-write", "on-request", ("Codex__Executable", codex.Executable));
        const string Message = "#escalate cmd=\"echo ran > ran.txt\" why=\"The sandbox does not work here.\"";
        var file = Path.Combine(stage.Folder.Workspace, "ran.txt");

        var refused = await stage.Client.SendAsync(A2AHttp.Message(Message), Token);
        Assert.Equal(TaskState.InputRequired, refused.Status.State);
        await stage.Client.SendAsync(A2AHttp.Message("deny", taskId: refused.Id), Token);
        Assert.Equal(TaskState.Completed, (await stage.Client.EndAsync(refused.Id, Token)).Status.State);
        Assert.False(File.Exists(file));

        var allowed = await stage.Client.SendAsync(A2AHttp.Message(Message), Token);
        Assert.False(File.Exists(file));
        await stage.Client.SendAsync(A2AHttp.Message("approve", taskId: allowed.Id), Token);
        await stage.Client.EndAsync(allowed.Id, Token);
        Assert.True(File.Exists(file));
    }

    private static Task<Stage> StartAsync(string mode, string policy, params (string Name, string Value)[] more) => Stage.StartAsync(
        new Dictionary<string, string?>(more.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)))
        {
            ["Codex__SandboxMode"] = mode,
            ["Codex__ApprovalPolicy"] = policy,
        },
        // The folders of the test are below the temporary one, which the sandbox would otherwise let the agent write.
        toml: "sandbox_workspace_write.exclude_slash_tmp = true\nsandbox_workspace_write.exclude_tmpdir_env_var = true\n",
        cancellationToken: Token);

    // It is tried beside the turns; it may be the last to be done.
    private static async Task<JsonNode> TriedAsync(Stage stage)
    {
        while (true)
        {
            var codex = JsonNode.Parse(await stage.Client.Http.GetStringAsync("/health", Token))!["checks"]!["codex"]!;
            if (codex["sandbox_holds"] is not null)
            {
                return codex;
            }
        }
    }

    private static async Task<string> DescriptionAsync(Stage stage) =>
        (string)JsonNode.Parse(await stage.Client.Http.GetStringAsync(".well-known/agent-card.json", Token))!["description"]!;

    private static JsonNode Tool(AgentTask task)
    {
        var tools = (task.Artifacts ?? []).Where(artifact => artifact.Name == "tool").ToArray();
        Assert.True(tools.Length == 1, $"{tools.Length} tools; the answer is: {Ledger.Text(task)}");
        return JsonNode.Parse(tools[0].Parts.Single().Data!.Value.GetRawText())!;
    }

    private static string Output(AgentTask task) => (string?)Tool(task)["output"]?["text"] ?? Tool(task).ToJsonString();
}
