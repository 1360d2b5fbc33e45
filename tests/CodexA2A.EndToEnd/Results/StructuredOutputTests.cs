using System.Text.Json.Nodes;
using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.Results;

/// <summary>Answers that must fit a schema: right, right at the second try, and wrong twice; also when the service is killed on the way.</summary>
public sealed class StructuredOutputTests(SharedStage shared) : IClassFixture<SharedStage>
{
    private const string Schema = """{"type":"object","properties":{"count":{"type":"integer"}},"required":["count"],"additionalProperties":false}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("output_schema")]
    [InlineData("outputSchema")]
    public async Task A_good_answer_is_given_as_data(string name)
    {
        var events = await shared.Stage.Client.CollectAsync(Ask("#json\n{\"count\": 3}", name), Token);
        Ledger.Check(events);
        var task = Ledger.Fold(events);
        AssertGood(task, 3, retries: 0);
        Assert.Equal("{\"count\": 3}", Ledger.Text(task));
        var asked = shared.Stage.Model.Requests[^1].Body.GetProperty("text").GetProperty("format");
        Assert.Equal(("json_schema", true), (asked.GetProperty("type").GetString(), JsonNode.DeepEquals(JsonNode.Parse(Schema), JsonNode.Parse(asked.GetProperty("schema").GetRawText()))));
    }

    [Fact]
    public async Task A_bad_answer_is_asked_for_once_more_with_what_was_wrong()
    {
        var events = await shared.Stage.Client.CollectAsync(Ask("#json bad=1 wrong=\"{\\\"count\\\":\\\"many\\\"}\"\n{\"count\":4}"), Token);
        Ledger.Check(events);
        var task = Ledger.Fold(events);
        AssertGood(task, 4, retries: 1);
        var again = shared.Stage.Model.Requests[^1];
        Assert.Contains("/count must be of type integer", again.UserText, StringComparison.Ordinal);
        Assert.True(again.WantsJson);
        Assert.Equal(2, again.UserTexts.Count);
        Assert.Equal(["{\"count\":\"many\"}", "{\"count\":4}"], task.Artifacts!.Where(artifact => artifact.Name == "answer").Select(artifact => artifact.Parts[0].Text));
    }

    [Fact]
    public async Task Twice_bad_is_a_failure_with_the_raw_answer()
    {
        var task = await shared.Stage.Client.SendAsync(Ask("#json bad=2 wrong=\"Sorry, no.\"\n{}"), Token);
        Assert.Equal(TaskState.Failed, task.Status.State);
        Assert.Equal("STRUCTURED_OUTPUT_INVALID", Loss.Code(task));
        Assert.Contains("is not JSON", task.Status.Message!.Parts[0].Text, StringComparison.Ordinal);
        Assert.DoesNotContain(task.Artifacts!, artifact => artifact.Name == "result");
        Assert.Equal("Sorry, no.", task.Artifacts!.Last(artifact => artifact.Name == "answer").Parts[0].Text);
        var note = task.Metadata!["codex"]!["structured_output"]!;
        Assert.Equal((false, 1), ((bool)note["valid"]!, (int)note["retries"]!));

        // The context goes on.
        AssertGood(await shared.Stage.Client.SendAsync(Ask("#json\n{\"count\":1}", contextId: task.ContextId), Token), 1, retries: 0);
    }

    [Fact]
    public async Task A_schema_that_cannot_be_checked_begins_no_turn()
    {
        var message = Ask("#json\n{}");
        message["metadata"]!["codex"]!["output_schema"]!["if"] = true;
        var error = (await shared.Stage.Client.RawAsync("SendMessage", message, Token))["error"]!;
        Assert.Equal(-32602, (int)error["code"]!);
        Assert.Contains("metadata.codex.output_schema.if", error.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Killed_in_the_retry_it_is_asked_for_again_and_checked()
    {
        await using var stage = await Stage.StartAsync(cancellationToken: Token);
        var gate = stage.Model.Gate("speaking");
        var id = await Loss.UntilAsync(stage, Ask("#json bad=1 wrong=no gate=speaking gated=1\n{\"count\":5}"), e => e.ArtifactUpdate is not null);
        await gate.WaitUntilReachedAsync(Token);
        await Loss.RestartAsync(stage);
        gate.Open();
        AssertGood(await stage.Client.EndAsync(id, Token), 5, retries: 1);
    }

    [Fact]
    public async Task Killed_after_a_bad_answer_that_it_did_not_see_it_is_asked_for_again()
    {
        using var codex = new HeldCodex();
        await using var stage = await Stage.StartAsync(new Dictionary<string, string?> { ["Codex__Executable"] = codex.Executable }, cancellationToken: Token);
        var gate = stage.Model.Gate("speaking");
        var id = await Loss.UntilAsync(stage, Ask("#json bad=1 wrong=no gate=speaking\n{\"count\":6}"), e => e.ArtifactUpdate is not null);
        await gate.WaitUntilReachedAsync(Token);
        codex.Mute();
        gate.Open();
        await Loss.RecordedAsync(stage, "task_complete");
        await Loss.RestartAsync(stage, codex);
        AssertGood(await stage.Client.EndAsync(id, Token), 6, retries: 1);
    }

    private static void AssertGood(AgentTask task, int count, int retries)
    {
        Assert.True(task.Status.State == TaskState.Completed, Loss.Said(task));
        var part = Assert.Single(Assert.Single(task.Artifacts!, artifact => artifact.ArtifactId == "result-1").Parts);
        Assert.Equal((count, "application/json"), (part.Data!.Value.GetProperty("count").GetInt32(), part.MediaType));
        var note = task.Metadata!["codex"]!["structured_output"]!;
        Assert.Equal((true, retries, 0), ((bool)note["valid"]!, (int)note["retries"]!, note["errors"]!.AsArray().Count));
    }

    private static JsonObject Ask(string text, string name = "output_schema", string? contextId = null)
    {
        var message = A2AHttp.Message(text, contextId);
        message["metadata"] = new JsonObject { ["codex"] = new JsonObject { [name] = JsonNode.Parse(Schema) } };
        return message;
    }
}
