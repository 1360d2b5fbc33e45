using System.Text.Json.Nodes;
using CodexA2A.Api.Tests.Support;
using CodexA2A.Tasks;

namespace CodexA2A.Api.Tests.Ways;

/// <summary>Scenarios of messages that are sent and answered.</summary>
internal static class Sends
{
    private const string Png = "iVBORw0KGgo=";

    public static IReadOnlyDictionary<string, Func<Stage, Task>> All { get; } = new Dictionary<string, Func<Stage, Task>>
    {
        ["send of text"] = stage => PlayedAsync(stage, Call.Send("hello")),
        ["send of data"] = stage => PlayedAsync(stage, WithPart(new JsonObject { ["data"] = JsonNode.Parse("""{"a":[1,2.5,-3,"x",true],"b":{"c":"d"}}""") })),
        ["send of an image"] = stage => PlayedAsync(stage, WithPart(new JsonObject { ["raw"] = Png, ["mediaType"] = "image/png" })),
        ["send of an image by data URL"] = stage => PlayedAsync(stage, WithPart(new JsonObject { ["url"] = "data:image/png;base64," + Png })),
        ["send with metadata"] = stage => PlayedAsync(stage, Call.Send("hello").With(call =>
        {
            call["metadata"] = new JsonObject { ["mine"] = new JsonObject { ["n"] = 7 } };
            call["message"]!["metadata"] = new JsonObject { ["more"] = "words" };
            call["message"]!["extensions"] = new JsonArray("urn:unknown");
        })),
        ["two sends in a context"] = async stage =>
        {
            await PlayedAsync(stage, Call.Send("one", contextId: stage.ContextId));
            await PlayedAsync(stage, Call.Send("two", contextId: stage.ContextId));
        },
        ["send with historyLength 0"] = stage => PlayedAsync(stage, Configured("historyLength", 0)),
        ["send with historyLength 1"] = stage => PlayedAsync(stage, Configured("historyLength", 1)),
        ["send for an output that there is"] = stage => PlayedAsync(stage, Configured("acceptedOutputModes", new JsonArray("text/plain", "image/png"))),
        ["send that is not waited for"] = async stage =>
        {
            await stage.SayAsync(Call.Send("hello").At(immediately: true));
            await stage.PlayAsync();
        },
        ["send of a key twice"] = async stage =>
        {
            var call = Call.Send("hello").WithHeader("Idempotency-Key", stage.ContextId);
            await PlayedAsync(stage, call);
            await stage.SayAsync(call);
        },
        ["send that fails"] = async stage =>
        {
            var sending = stage.SayAsync(Call.Send("hello"));
            await using var turn = await stage.Runner.ClaimAsync();
            await turn.StatusAsync(TaskState.Failed, "It broke.");
            await sending;
        },
        ["question and answer"] = async stage =>
        {
            var sending = stage.SayAsync(Call.Send("hello"));
            await using var turn = await stage.Runner.ClaimAsync();
            await turn.WorkingAsync();
            var asked = await turn.AskAsync();
            await sending;
            var answering = stage.SayAsync(Call.Send("yes", turn.TaskId));
            Assert.Equal(InterruptDecision.Approve, (await turn.NextAsync<AnswerInterrupt>()).Reply.Decision);
            await turn.ResolveAsync(asked);
            await answering;
            await turn.CompleteAsync();
        },
        ["stream"] = async stage =>
        {
            await using var stream = await stage.OpenAsync(Call.Stream("hello"));
            await stage.PlayAsync();
            await stream.RestAsync();
        },
        ["stream with historyLength 0"] = async stage =>
        {
            await using var stream = await stage.OpenAsync(Configured("historyLength", 0) with { Operation = Methods.SendStreamingMessage });
            await stage.PlayAsync();
            await stream.RestAsync();
        },
        ["stream to a question, and of the answer"] = async stage =>
        {
            await using var stream = await stage.OpenAsync(Call.Stream("hello"));
            await using var turn = await stage.Runner.ClaimAsync();
            var asked = await turn.AskAsync();
            await stream.RestAsync();
            var opening = stage.OpenAsync(Call.Stream("no", turn.TaskId));
            await turn.NextAsync<AnswerInterrupt>();
            await turn.ResolveAsync(asked);
            await using var answer = await opening;
            await turn.CompleteAsync();
            await answer.RestAsync();
        },
        ["stream across a question"] = async stage =>
        {
            await using var stream = await stage.OpenAsync(Call.Stream("hello").WithHeader("A2A-Extensions", "urn:codex-a2a:extension:interactive-interrupt:v1"));
            await using var turn = await stage.Runner.ClaimAsync();
            await turn.ResolveAsync(await turn.AskAsync());
            await turn.CompleteAsync();
            await stream.RestAsync();
        },
    };

    private static async Task PlayedAsync(Stage stage, Call call)
    {
        var sending = stage.SayAsync(call);
        await stage.PlayAsync();
        await sending;
    }

    private static Call WithPart(JsonObject part) => Call.Send("look").With(call => call["message"]!["parts"]!.AsArray().Add((JsonNode)part));

    private static Call Configured(string name, JsonNode value) => Call.Send("hello").With(call => call["configuration"] = new JsonObject { [name] = value });
}
