using System.Text.Json.Nodes;
using CodexA2A.Api.Tests.Support;
using CodexA2A.Tasks;

namespace CodexA2A.Api.Tests.Captures;

/// <summary>Does what the agent behind the recorded servers did: the first text of a message says what.</summary>
/// <param name="host">Where it works.</param>
/// <param name="isNative">The agent behind the server of A2A 0.3 said less.</param>
internal sealed class CapturedAgent(ApiHost host, bool isNative)
{
    /// <summary>A picture of one point: the recorded clients sent four bytes of no type, which this service takes from nobody.</summary>
    public const string Picture = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=";

    private readonly List<TaskCompletionSource> slow = [];
    private readonly List<Task> turns = [];
    private readonly TaskCompletionSource goesOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource settled = new();

    /// <summary>What went wrong in a turn.</summary>
    public IEnumerable<Exception> Failures => turns.Where(turn => turn.IsFaulted).Select(turn => turn.Exception!.InnerException!);

    /// <summary>Takes the next turn and plays it beside whatever else.</summary>
    public async Task TakeAsync()
    {
        var turn = await host.Runner.ClaimAsync();
        settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        turns.Add(PlayAsync(turn, settled));
    }

    /// <summary>Waits until the turn that was taken last has nothing to say until something happens.</summary>
    public Task SettledAsync() => settled.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

    /// <summary>Has the slow turns tick.</summary>
    public void Tick() => slow.ForEach(gate => gate.TrySetResult());

    /// <summary>Has the turns that were answered go on behind their first status.</summary>
    public void GoOn() => goesOn.TrySetResult();

    private async Task PlayAsync(ScriptedTurn turn, TaskCompletionSource done)
    {
        await using (turn)
        {
            try
            {
                await PlayAsync(turn, turn.Command.Request.Message.Parts is [{ Text: { } text }, ..] ? text : "", done);
            }
            finally
            {
                done.TrySetResult();
            }
        }
    }

    private async Task PlayAsync(ScriptedTurn turn, string text, TaskCompletionSource done)
    {
        if (text.StartsWith("msg", StringComparison.Ordinal))
        {
            await turn.EventAsync(StreamResponse.FromMessage(new Message
            {
                MessageId = Guid.NewGuid().ToString(),
                ContextId = turn.ContextId,
                TaskId = turn.TaskId,
                Role = Role.Agent,
                Parts = [Part.FromText(isNative ? $"direct: {text}" : $"direct reply to: {text}")],
            }));
            await turn.CompleteAsync();
            return;
        }

        await turn.StatusAsync(TaskState.Working, isNative ? null : "working");
        switch (text.Split(' ')[0])
        {
            case "slow":
                await SlowAsync(turn, done);
                return;
            case "throw":
                await turn.StatusAsync(TaskState.Failed, "Agent execution error: boom");
                return;
            case "input":
                await AskAsync(turn, done);
                break;
            case "auth":
                await turn.StatusAsync(TaskState.AuthRequired, "approve?");
                break;
        }

        await AnswerAsync(turn, allKinds: text.StartsWith("parts", StringComparison.Ordinal));
        await turn.CompleteAsync();
    }

    private async Task SlowAsync(ScriptedTurn turn, TaskCompletionSource done)
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        slow.Add(gate);
        done.TrySetResult();
        await gate.Task;
        foreach (var tick in (int[])[0, 1])
        {
            var artifact = new Artifact { ArtifactId = "log", Parts = [Part.FromText(isNative ? "tick" : $"tick {tick}")] };
            await turn.ArtifactAsync(artifact, append: tick > 0, last: false);
        }

        await turn.NextAsync<CancelTurn>();
        await turn.StatusAsync(TaskState.Canceled);
    }

    private async Task AskAsync(ScriptedTurn turn, TaskCompletionSource done)
    {
        var text = isNative ? "which?" : "which file?";
        var questions = new JsonObject { ["questions"] = new JsonArray(new JsonObject { ["id"] = "input", ["question"] = text }) };
        var asked = await turn.AskAsync("question", questions, text: text);
        done.TrySetResult();
        var answer = await turn.NextAsync<AnswerInterrupt>();
        await turn.StatusAsync(TaskState.Working, isNative ? null : "working", step => step.Closed.Add(new InterruptClosing(asked.Id, InterruptStatus.Answered)));
        Assert.Equal("here", answer.Message!.Parts.Single().Text);
        await goesOn.Task;
    }

    private async Task AnswerAsync(ScriptedTurn turn, bool allKinds)
    {
        Part[] files = [Part.FromRaw(Convert.FromBase64String(Picture), "image/png", "b.bin"), Part.FromUrl("https://example.com/x.png", "image/png", "x.png")];
        if (isNative)
        {
            Part[] native = [Part.FromText("Hello"), .. files, Part.FromData(new JsonObject { ["a"] = 1 })];
            await turn.ArtifactAsync(new Artifact { ArtifactId = "a1", Name = "answer", Parts = native }, append: false, last: true);
            return;
        }

        await turn.ArtifactAsync(new Artifact { ArtifactId = "a1", Name = "answer", Parts = [Part.FromText("Hello ")] }, append: false, last: false);
        await turn.ArtifactAsync(new Artifact { ArtifactId = "a1", Name = "answer", Parts = [Part.FromText("world")] }, append: true, last: true);
        if (!allKinds) return;
        Part[] parts =
        [
            Part.FromText("t"), files[0] with { Metadata = new JsonObject { ["k"] = 1 } }, files[1],
            Part.FromData(JsonNode.Parse("""{"a":[1,2.5,null,true,"é\"</script>"]}""")!) with { MediaType = "application/json" }, Part.FromData(new JsonArray(1, 2)),
        ];
        await turn.ArtifactAsync(
            new Artifact
            {
                ArtifactId = "a2",
                Name = "all part kinds",
                Description = "d",
                Parts = parts,
                Extensions = ["urn:x"],
                Metadata = new JsonObject { ["m"] = new JsonObject { ["n"] = "v" } },
            },
            append: false, last: true, new JsonObject { ["em"] = 1 });
    }
}
