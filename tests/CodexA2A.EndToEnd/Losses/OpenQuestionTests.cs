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
        var question = Interrupts.Question(asked);

        await StopAsync(stage, killed);
        await stage.Service.StartAsync(Token);
        var again = await Interrupts.AskedAgainAsync(stage.Client, asked.Id, question, Token);

        var late = await stage.Client.RawAsync("a2a.interrupt.permission.reply", new JsonObject { ["request_id"] = question, ["reply"] = "once" }, Token);
        Assert.NotNull(late["error"]);
        Assert.False(File.Exists(Path.Combine(stage.Folder.Workspace, "words.txt")));
        Assert.Contains("void", Loss.Said(again), StringComparison.Ordinal);
        Assert.Equal("superseded", await ResolutionAsync(stage, asked.Id, question));
        var ended = await Interrupts.ApproveAllAsync(stage.Client, again, Token);
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
}

/// <inheritdoc />
public sealed class OpenQuestionInOneProcessTests() : OpenQuestionTests(StageForm.OneProcess);

/// <inheritdoc />
public sealed class OpenQuestionInFleetTests() : OpenQuestionTests(StageForm.Fleet);
