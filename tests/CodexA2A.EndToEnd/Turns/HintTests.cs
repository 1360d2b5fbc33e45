using System.Text.Json;
using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.Turns;

/// <summary>What the real Codex tells beside the items: hooks, servers that fail, limits; and what outlives a turn.</summary>
public sealed class HintTests(HookStage hooks) : IClassFixture<HookStage>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private A2AHttp Client => hooks.Stage.Client;

    [Fact]
    public async Task A_hook_and_a_server_that_fails_are_told()
    {
        var events = await Client.CollectAsync(A2AHttp.Message("#shell cmd=\"echo hooked\""), Token);
        Ledger.Check(events);
        var task = Ledger.Fold(events);

        Assert.Equal(TaskState.Completed, task.Status.State);
        var hook = Tool(task, "hook");
        Assert.Equal(("preToolUse", "completed", "Looking at the tool"), (hook.GetProperty("tool").GetString(), hook.GetProperty("status").GetString(), hook.GetProperty("title").GetString()));
        Assert.Equal("watch out", hook.GetProperty("output").GetProperty("entries")[0].GetProperty("text").GetString());
        Assert.DoesNotContain(hooks.Stage.Folder.CodexHome, hook.GetRawText(), StringComparison.Ordinal);
        Assert.Contains(events, e => e.Event.StatusUpdate?.Status.Message?.Metadata?["codex"]?["progress"] is { } progress
            && (string?)progress["kind"] == "mcp_server_failed");
    }

    [Fact]
    public async Task The_limits_of_the_account_are_on_the_last_status()
    {
        var task = await Client.SendAsync(A2AHttp.Message("#limits primary=25 secondary=50"), Token);

        var limits = task.Metadata!["codex"]!["rate_limits"]!;
        Assert.Equal((25, 300, 50), ((int)limits["primary"]!["used_percent"]!, (int)limits["primary"]!["window_minutes"]!, (int)limits["secondary"]!["used_percent"]!));
    }

    [Theory]
    [InlineData("scripted")]
    [InlineData("scripted-code")]
    public async Task A_command_that_outlives_its_turn_runs_on_and_dies_with_the_next_cancel(string model)
    {
        var context = $"ctx-{Guid.NewGuid():N}";
        var first = A2AHttp.Message($"#background file={context}", context);
        first["metadata"] = new System.Text.Json.Nodes.JsonObject { ["codex"] = new System.Text.Json.Nodes.JsonObject { ["execution"] = new System.Text.Json.Nodes.JsonObject { ["model"] = model } } };
        var task = await Client.SendAsync(first, Token);

        Assert.Equal(TaskState.Completed, task.Status.State);
        Assert.Equal("running", Tool(task, "commandExecution").GetProperty("status").GetString());
        Assert.True((bool?)task.Artifacts!.Single(artifact => artifact.Name == "tool" && IsOf(artifact, "commandExecution")).Metadata!["codex"]!["background"]);
        Assert.True(CodexProcesses.Mentions(context));

        var gate = hooks.Stage.Model.Gate(context);
        var next = await Client.SendAsync(A2AHttp.Message($"#text tokens=4 gate={context} at=2", context, returnImmediately: true), Token);
        await gate.WaitUntilReachedAsync(Token);
        await Client.CancelAsync(next.Id, Token);
        gate.Open();
        await Waiting.ForAsync(() => !CodexProcesses.Mentions(context), Token);
    }

    [Fact]
    public async Task A_model_that_sets_itself_a_goal_begins_no_turns_of_its_own()
    {
        var context = $"ctx-{Guid.NewGuid():N}";
        var task = await Client.SendAsync(A2AHttp.Message("#call name=create_goal\n{\"objective\":\"go on for ever\"}", context), Token);

        Assert.Equal(TaskState.Completed, task.Status.State);
        Assert.Contains("unsupported", Ledger.Text(task), StringComparison.OrdinalIgnoreCase);
        Assert.Equal("Only this.", Ledger.Text(await Client.SendAsync(A2AHttp.Message("#text\nOnly this.", context), Token)));
    }

    private static JsonElement Tool(AgentTask task, string method) => task.Artifacts!.First(artifact => artifact.Name == "tool" && IsOf(artifact, method)).Parts[0].Data!.Value;

    private static bool IsOf(Artifact artifact, string method) => artifact.Parts[0].Data!.Value.GetProperty("source_method").GetString() == method;
}

/// <summary>A stage whose Codex has a hook, trusted by its hash as a person would, and an MCP server that does not start.</summary>
public sealed class HookStage : IAsyncLifetime
{
    internal Stage Stage { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Stage = await Stage.StartAsync(
        new Dictionary<string, string?> { ["Runner__PrestartedThreads"] = "0" },
        toml: """

            [mcp_servers.broken]
            command = "/nonexistent/server"

            [[hooks.PreToolUse]]
            matcher = ".*"
            [[hooks.PreToolUse.hooks]]
            type = "command"
            command = "echo '{\"systemMessage\":\"watch out\"}'"
            statusMessage = "Looking at the tool"

            [hooks.state."{home}/config.toml:pre_tool_use:0:0"]
            trusted_hash = "sha256:57181c711eeafe32d86b93c70c882313cecdf554726db04979da65b57e464f3d"
            """,
        cancellationToken: TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => Stage.DisposeAsync();
}
