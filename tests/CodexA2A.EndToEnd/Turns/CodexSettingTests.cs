using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.Turns;

/// <summary>The values that our settings of Codex allow are ones that the real Codex takes.</summary>
public sealed class CodexSettingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("on-request", "read-only", "auto", "low")]
    [InlineData("on-request", "workspace-write", "concise", "medium")]
    [InlineData("never", "danger-full-access", "detailed", "high")]
    [InlineData("never", "workspace-write", "none", "low")]
    public async Task A_turn_completes_with(string approvalPolicy, string sandboxMode, string reasoningSummary, string effort)
    {
        await using var stage = await Stage.StartAsync(
            new Dictionary<string, string?>
            {
                ["Codex__ApprovalPolicy"] = approvalPolicy,
                ["Codex__SandboxMode"] = sandboxMode,
                ["Codex__ReasoningSummary"] = reasoningSummary,
                ["Codex__ReasoningEffort"] = effort,
            },
            cancellationToken: Token);
        var task = await stage.Client.SendAsync(A2AHttp.Message("#text\nhello"), Token);
        Assert.True(task.Status.State == TaskState.Completed, $"{task.Status.Message?.Parts[0].Text}\n{stage.Service.Output}");
    }
}
