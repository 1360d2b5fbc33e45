using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.Turns;

/// <summary>Settings as the real Codex takes them.</summary>
public sealed class SettingsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("untrusted", "read-only")]
    [InlineData("on-request", "workspace-write")]
    [InlineData("on-failure", "danger-full-access")]
    [InlineData("never", "")]
    [InlineData("", "workspace-write")]
    public async Task Every_policy_and_sandbox_that_can_be_set_runs_a_turn(string policy, string sandbox)
    {
        await using var stage = await Stage.StartAsync(
            new Dictionary<string, string?> { ["Codex__ApprovalPolicy"] = policy, ["Codex__SandboxMode"] = sandbox }, cancellationToken: Token);
        var task = await stage.Client.SendAsync(A2AHttp.Message("#text\nIt runs."), Token);
        Assert.Equal(TaskState.Completed, task.Status.State);
        Assert.Equal("It runs.", Ledger.Text(task));
    }

    [Fact]
    public async Task A_command_finds_no_key_and_none_of_our_settings_in_its_environment()
    {
        await using var stage = await Stage.StartAsync(
            new Dictionary<string, string?>
            {
                ["OPENAI_API_KEY"] = "sk-must-not-be-seen",
                ["GITHUB_TOKEN"] = "gh-must-not-be-seen",
                ["ConnectionStrings__redis"] = "password=must-not-be-seen",
                ["OTEL_EXPORTER_OTLP_HEADERS"] = "api-key=must-not-be-seen",
                ["A2A__Title"] = "must-not-be-seen",
            }, cancellationToken: Token);
        var task = await stage.Client.SendAsync(A2AHttp.Message("#shell\nenv"), Token);
        var output = task.Artifacts!.Single(artifact => artifact.Name == "tool").Parts.Single().Data!.Value.GetProperty("output").GetProperty("text").GetString()!;
        Assert.Contains("PATH=", output, StringComparison.Ordinal);
        Assert.Contains($"HOME={stage.Folder.AgentHome}", output, StringComparison.Ordinal);
        Assert.DoesNotContain("must-not-be-seen", output, StringComparison.Ordinal);
        Assert.DoesNotContain(ServiceProcess.Token, output, StringComparison.Ordinal);
        Assert.DoesNotContain("A2A_", output.Replace("CODEX_A2A_PROCESS", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }
}
