using System.Text.Json.Nodes;
using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.Losses;

/// <summary>The service ends while a person is asked: what waits for a yes has not begun, so the turn goes on and asks again.</summary>
public abstract class OpenQuestionTests(StageForm form)
{
    // Each command asks; a message without a scenario plays the demo, and so does the continuation.
    private static readonly Dictionary<string, string?> Settings = new()
    {
        ["Codex__ApprovalPolicy"] = "untrusted",
        // Far longer than the test may take: only parking ends the service.
        ["Runner__DrainTimeout"] = "01:00:00",
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_turn_goes_on_and_asks_again(bool killed)
    {
        await using var stage = await Stage.StartAsync(Settings, form: form, cancellationToken: Token);
        var asked = await stage.Client.SendAsync(A2AHttp.Message("Please do it."), Token);
        Assert.Equal(TaskState.InputRequired, asked.Status.State);
        var question = Question(asked);

        await StopAsync(stage, killed);
        await stage.Service.StartAsync(Token);
        var again = await AskedAgainAsync(stage, asked.Id, question);

        var late = await stage.Client.RawAsync("a2a.interrupt.permission.reply", new JsonObject { ["request_id"] = question, ["reply"] = "once" }, Token);
        Assert.NotNull(late["error"]);
        Assert.False(File.Exists(Path.Combine(stage.Folder.Workspace, "words.txt")));
        Assert.Contains("void", Loss.Said(again), StringComparison.Ordinal);
        Assert.Equal("superseded", await ResolutionAsync(stage, asked.Id, question));
        var ended = await ApproveAllAsync(stage, again);
        Loss.AssertDecided(ended, "TURN_CONTINUED", 2, TaskState.Completed, stage);
        Assert.True(File.Exists(Path.Combine(stage.Folder.Workspace, "words.txt")));
    }

    private static async Task StopAsync(Stage stage, bool killed)
    {
        if (killed)
        {
            await stage.Service.KillAsync(Token);
            return;
        }

        await stage.Service.AskToStopAsync(Token);
        await stage.Service.EndAsync(Token);
    }

    private static async Task<AgentTask> AskedAgainAsync(Stage stage, string id, string before)
    {
        AgentTask? task = null;
        await foreach (var (_, e) in stage.Client.StreamAsync("SubscribeToTask", new JsonObject { ["id"] = id }, Token))
        {
            task = TaskProjection.Apply(task, e);
            if (task.Status.State == TaskState.InputRequired && Question(task) != before)
            {
                return task;
            }
        }

        throw new InvalidOperationException($"The turn ended without asking again: {task?.Status}\n{stage.Service.Output}");
    }

    /// <summary>How the log says that the question ended.</summary>
    private static async Task<string?> ResolutionAsync(Stage stage, string id, string question)
    {
        await foreach (var (_, e) in stage.Client.StreamAsync("SubscribeToTask", new JsonObject { ["id"] = id }, Token, "0-1"))
        {
            var interrupt = e.StatusUpdate?.Metadata?["shared"]?["interrupt"];
            if ((string?)interrupt?["request_id"] == question && (string?)interrupt?["phase"] == "resolved")
            {
                return (string?)interrupt["resolution"];
            }
        }

        return null;
    }

    private static async Task<AgentTask> ApproveAllAsync(Stage stage, AgentTask task)
    {
        for (var answers = 0; !task.Status.State.IsTerminal; answers++)
        {
            Assert.True(answers < 20, "It asks without end.");
            var question = Question(task);
            await stage.Client.SendAsync(A2AHttp.Message("approve", taskId: task.Id), Token);
            await Waiting.ForAsync(
                async () =>
                {
                    task = await stage.Client.GetTaskAsync(task.Id, Token);
                    return task.Status.State.IsTerminal || (task.Status.State == TaskState.InputRequired && Question(task) != question);
                },
                Token);
        }

        return task;
    }

    private static string Question(AgentTask task) => (string)task.Metadata!["shared"]!["interrupt"]!["request_id"]!;
}

/// <inheritdoc />
public sealed class OpenQuestionInOneProcessTests() : OpenQuestionTests(StageForm.OneProcess);

/// <inheritdoc />
public sealed class OpenQuestionInFleetTests() : OpenQuestionTests(StageForm.Fleet);
