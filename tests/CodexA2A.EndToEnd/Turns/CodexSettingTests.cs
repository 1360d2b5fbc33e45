using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.Turns;

/// <summary>Every value that our settings of Codex allow is one that the real Codex takes.</summary>
public sealed class CodexSettingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("untrusted", "read-only", "auto", "low")]
    [InlineData("on-request", "workspace-write", "concise", "medium")]
    [InlineData("never", "danger-full-access", "detailed", "high")]
    [InlineData("on-failure", "workspace-write", "none", "low")]
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
