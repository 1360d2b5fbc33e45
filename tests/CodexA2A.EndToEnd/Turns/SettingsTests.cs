using System.Text.Json.Nodes;
using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.Turns;

/// <summary>Settings as the real Codex takes them.</summary>
public sealed class SettingsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("untrusted", "read-only", "auto", "low")]
    [InlineData("on-request", "workspace-write", "concise", "medium")]
    [InlineData("on-failure", "danger-full-access", "detailed", "high")]
    [InlineData("never", "", "none", "")]
    [InlineData("", "workspace-write", "", "low")]
    public async Task Every_value_that_can_be_set_runs_a_turn(string policy, string sandbox, string summary, string effort)
    {
        await using var stage = await Stage.StartAsync(
            new Dictionary<string, string?>
            {
                ["Codex__ApprovalPolicy"] = policy,
                ["Codex__SandboxMode"] = sandbox,
                ["Codex__ReasoningSummary"] = summary,
                ["Codex__ReasoningEffort"] = effort,
            },
            cancellationToken: Token);
        var task = await stage.Client.SendAsync(A2AHttp.Message("#text\nIt runs."), Token);
        Assert.True(task.Status.State == TaskState.Completed, $"{task.Status.Message?.Parts[0].Text}\n{stage.Service.Output}");
        Assert.Equal("It runs.", Ledger.Text(task));
    }

    [Fact]
    public async Task Paths_are_shown_from_the_workspace_also_when_a_link_leads_to_it()
    {
        using var folder = new TestFolder();
        var link = Path.Combine(folder.Data, "link");
        Directory.CreateSymbolicLink(link, folder.Workspace);
        await using var stage = await Stage.StartAsync(new Dictionary<string, string?> { ["Runner__WorkspaceRoot"] = link }, cancellationToken: Token);
        var ran = await stage.Client.SendAsync(A2AHttp.Message("#shell\npwd"), Token);
        Assert.Equal(".", (string?)Tools(ran).Single()["input"]!["cwd"]);
        var patched = await stage.Client.SendAsync(A2AHttp.Message("#patch"), Token);
        Assert.NotEmpty(Tools(patched));
        Assert.All(Tools(patched), tool => Assert.DoesNotContain(folder.Workspace, tool.ToJsonString(), StringComparison.Ordinal));
    }

    private static JsonNode[] Tools(AgentTask task) =>
        [.. task.Artifacts!.Where(artifact => artifact.Name == "tool").Select(artifact => JsonNode.Parse(artifact.Parts.Single().Data!.Value.GetRawText())!)];

    [Fact]
    public async Task A_command_finds_no_key_and_none_of_our_settings_in_its_environment()
    {
        await using var stage = await Stage.StartAsync(
            new Dictionary<string, string?>
            {
                ["OPENAI_API_KEY"] = "sk-must-not-be-seen",
                ["GITHUB_TOKEN"] = "gh-must-not-be-seen",
                ["ConnectionStrings__other"] = "password=must-not-be-seen",
                ["OTEL_EXPORTER_OTLP_HEADERS"] = "api-key=must-not-be-seen",
                ["A2A__Title"] = "must-not-be-seen",
            }, form: StageForm.Fleet, cancellationToken: Token);
        var task = await stage.Client.SendAsync(A2AHttp.Message("#shell\nenv"), Token);
        var output = task.Artifacts!.Single(artifact => artifact.Name == "tool").Parts.Single().Data!.Value.GetProperty("output").GetProperty("text").GetString()!;
        Assert.Contains("PATH=", output, StringComparison.Ordinal);
        Assert.Contains($"HOME={stage.Folder.AgentHome}", output, StringComparison.Ordinal);
        Assert.DoesNotContain("must-not-be-seen", output, StringComparison.Ordinal);
        Assert.DoesNotContain(ServiceProcess.Token, output, StringComparison.Ordinal);
        // Of the connection to Redis.
        Assert.DoesNotContain("allowAdmin", output, StringComparison.Ordinal);
        Assert.DoesNotContain("A2A_", output.Replace("CODEX_A2A_PROCESS", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }
}
