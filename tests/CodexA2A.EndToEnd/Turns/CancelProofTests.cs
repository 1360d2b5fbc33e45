using System.Globalization;
using System.Text.Json.Nodes;
using CodexA2A.EndToEnd.Exec;
using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.Turns;

/// <summary>
/// Cancels at random moments of turns that run commands with a tree of processes: within a second of the answer none of them is left.
/// Ten of them, or as many as <c>CODEX_A2A_CANCELS</c> says.
/// </summary>
public sealed class CancelProofTests
{
    private static readonly int Count = int.Parse(Environment.GetEnvironmentVariable("CODEX_A2A_CANCELS") ?? "10", CultureInfo.InvariantCulture);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_process_of_a_canceled_command_is_left()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        await using var stage = await Stage.StartAsync(cancellationToken: Token);
        var all = new List<string>();
        for (var i = 0; i < Count; i++)
        {
            var seconds = ExecStage.Seconds();
            all.Add(seconds);
            var tree = $"sleep {seconds} & (trap '' TERM INT HUP; sleep {seconds}) & setsid sleep {seconds} & nohup sleep {seconds} >/dev/null 2>&1 & sleep {seconds}";
            var sent = await stage.Client.SendAsync(A2AHttp.Message($"#shell\n{tree}", $"ctx-{i}", returnImmediately: true), Token);
            await MomentAsync(stage, sent.Id, seconds, random);

            var canceled = await stage.Client.CancelAsync(sent.Id, Token);

            Assert.True(canceled.Status.State == TaskState.Canceled, $"{i} of seed {seed}: {canceled.Status}\n{stage.Service.Output}");
            await ExecStage.AssertGoneAsync(seconds, Token);
        }

        // Once more at the end: a command that had not come as far as its programs when it was canceled shows none at first.
        foreach (var seconds in all)
        {
            await ExecStage.AssertGoneAsync(seconds, Token);
        }
    }

    [Fact]
    public async Task Without_a_sandbox_what_left_its_session_is_ended_too()
    {
        await using var stage = await Stage.StartAsync(new Dictionary<string, string?> { ["Codex__SandboxMode"] = "danger-full-access", ["Codex__ApprovalPolicy"] = "never" }, cancellationToken: Token);
        var seconds = ExecStage.Seconds();
        var sent = await stage.Client.SendAsync(A2AHttp.Message($"#shell\nsetsid sleep {seconds} & sleep {seconds}", "ctx-free", returnImmediately: true), Token);
        await Waiting.ForAsync(() => CodexProcesses.IsRunning("sleep", seconds), Token);

        var canceled = await stage.Client.CancelAsync(sent.Id, Token);

        Assert.Equal(TaskState.Canceled, canceled.Status.State);
        await ExecStage.AssertGoneAsync(seconds, Token);
    }

    /// <summary>Any moment: before the turn, while the command is starting, or some time into it.</summary>
    private static async Task MomentAsync(Stage stage, string id, string seconds, Random random)
    {
        switch (random.Next(4))
        {
            case 0:
                break;
            case 1:
                await foreach (var (_, e) in stage.Client.StreamAsync("SubscribeToTask", new JsonObject { ["id"] = id }, Token))
                {
                    if (e.ArtifactUpdate?.Artifact.Name == "tool")
                    {
                        break;
                    }
                }

                break;
            default:
                await Waiting.ForAsync(() => CodexProcesses.IsRunning("sleep", seconds), Token);
                using (var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(1 + random.Next(200))))
                {
                    await pause.WaitForNextTickAsync(Token);
                }

                break;
        }
    }
}
