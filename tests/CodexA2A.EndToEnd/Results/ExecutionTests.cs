using System.Text.Json.Nodes;
using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.Results;

/// <summary>The model and the conversation of a turn, as its request asks for them, on the real Codex.</summary>
public sealed class ExecutionTests(SharedStage shared) : IClassFixture<SharedStage>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Stage Stage => shared.Stage;

    [Fact]
    public async Task An_ephemeral_turn_knows_nothing_and_leaves_nothing()
    {
        var context = Guid.NewGuid().ToString();
        var first = await Stage.Client.SendAsync(A2AHttp.Message("#text\nKept words.", context), Token);
        var rollouts = Loss.Rollouts(Stage).Length;
        var alone = await Stage.Client.SendAsync(Ask("""{"codex":{"execution":{"ephemeral":true}}}""", "#history\nalone", context), Token);
        Assert.Equal(TaskState.Completed, alone.Status.State);
        Assert.DoesNotContain("Kept words", Ledger.Text(alone), StringComparison.Ordinal);
        Assert.NotEqual(Loss.Session(first), Loss.Session(alone));
        Assert.Equal(rollouts, Loss.Rollouts(Stage).Length);

        var after = await Stage.Client.SendAsync(A2AHttp.Message("#history", context), Token);
        Assert.Equal(Loss.Session(first), Loss.Session(after));
        Assert.Contains("Kept words", Ledger.Text(after), StringComparison.Ordinal);
        Assert.DoesNotContain("alone", Ledger.Text(after), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_context_that_began_ephemeral_begins_anew_with_its_next_message()
    {
        var first = await Stage.Client.SendAsync(Ask("""{"codex":{"execution":{"ephemeral":true}}}""", "#text\nForgotten."), Token);
        var named = A2AHttp.Message("#history");
        named["metadata"] = new JsonObject { ["shared"] = new JsonObject { ["session"] = new JsonObject { ["id"] = Loss.Session(first) } } };
        Assert.NotNull((await Stage.Client.RawAsync("SendMessage", named, Token))["error"]);
        var next = await Stage.Client.SendAsync(A2AHttp.Message("#history", first.ContextId), Token);
        Assert.DoesNotContain("Forgotten", Ledger.Text(next), StringComparison.Ordinal);
        Assert.DoesNotContain("no longer", Loss.Said(next), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"shared":{"model":"scripted-code"}}""")]
    [InlineData("""{"shared":{"model":{"providerID":"any","modelID":"scripted-code"}}}""")]
    [InlineData("""{"codex":{"execution":{"model":"scripted-code","effort":"high"}}}""")]
    public async Task A_model_that_Codex_has_answers(string metadata)
    {
        var task = await Stage.Client.SendAsync(Ask(metadata, "#text\nHere."), Token);
        Assert.True(task.Status.State == TaskState.Completed, Loss.Said(task));
        Assert.Equal("scripted-code", Stage.Model.Requests[^1].Model);
    }

    [Theory]
    [InlineData("""{"shared":{"model":"gpt-none"}}""", "MODEL_UNKNOWN", "scripted, scripted-code")]
    [InlineData("""{"codex":{"execution":{"model":"scripted-code","effort":"xhigh"}}}""", "EFFORT_UNKNOWN", "low, medium, high")]
    public async Task One_that_it_has_not_is_refused_before_the_turn(string metadata, string code, string named)
    {
        var before = Stage.Model.Requests.Count;
        var task = await Stage.Client.SendAsync(Ask(metadata, "#text"), Token);
        Assert.Equal(TaskState.Failed, task.Status.State);
        Assert.Equal(code, Loss.Code(task));
        Assert.Contains(named, task.Status.Message!.Parts[0].Text, StringComparison.Ordinal);
        Assert.Equal(before, Stage.Model.Requests.Count);

        var next = await Stage.Client.SendAsync(A2AHttp.Message("#text\nGoes on.", task.ContextId), Token);
        Assert.Equal("Goes on.", Ledger.Text(next));
        Assert.DoesNotContain("no longer", Loss.Said(next), StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_plan_mode_it_proposes_until_a_message_leaves_it()
    {
        const string proposal = "#text\nSee.\n<proposed_plan>\n# The plan\n</proposed_plan>";
        var first = await Stage.Client.SendAsync(Ask("""{"codex":{"execution":{"mode":"plan"}}}""", proposal), Token);
        Assert.True(first.Status.State == TaskState.Completed, Loss.Said(first));
        Assert.Contains("# The plan", Ledger.Text(first, "plan"), StringComparison.Ordinal);
        Assert.DoesNotContain("# The plan", Ledger.Text(first), StringComparison.Ordinal);
        Assert.Equal("scripted", Stage.Model.Requests[^1].Model);

        var after = await Stage.Client.SendAsync(Ask("""{"codex":{"execution":{"mode":"default"}}}""", proposal, first.ContextId), Token);
        Assert.DoesNotContain(after.Artifacts!, artifact => artifact.Name == "plan");
    }

    [Fact]
    public async Task Who_takes_only_text_gets_tools_and_the_manifest_as_text()
    {
        var message = A2AHttp.Message("#patch");
        message["configuration"]!["acceptedOutputModes"] = new JsonArray("text/plain");
        var task = await Stage.Client.SendAsync(message, Token);
        Assert.All(task.Artifacts!.SelectMany(artifact => artifact.Parts), part => Assert.NotNull(part.Text));
        var diff = task.Artifacts!.Single(artifact => artifact.Name == "diff");
        Assert.True((bool)JsonNode.Parse(diff.Parts[^1].Text!)!["complete"]!);
        Assert.Equal(["text/plain"], diff.Parts.Select(part => part.MediaType).Distinct());
    }

    private static JsonObject Ask(string metadata, string text, string? contextId = null)
    {
        var message = A2AHttp.Message(text, contextId);
        message["metadata"] = JsonNode.Parse(metadata);
        return message;
    }
}
