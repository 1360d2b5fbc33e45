using System.Text.Json.Nodes;
using CodexA2A.Api.Tests.Support;
using CodexA2A.Tasks;

namespace CodexA2A.Api.Tests.Ways;

/// <summary>Scenarios of streams.</summary>
internal static class Streams
{
    public static IReadOnlyDictionary<string, Func<Stage, Task>> All { get; } = new Dictionary<string, Func<Stage, Task>>
    {
        ["stream"] = async stage =>
        {
            await using var stream = await stage.OpenAsync(Call.Stream("hello"));
            await stage.PlayAsync();
            await stream.RestAsync();
        },
        ["stream of everything"] = stage => PlayedAsync(stage, Answers.Everything),
        ["stream of what 0.3 has"] = stage => PlayedAsync(stage, Answers.Common),
        ["stream of a failure"] = stage => EndedAsync(stage, TaskState.Failed),
        ["stream of a cancel"] = stage => EndedAsync(stage, TaskState.Canceled),
        ["stream of a rejection"] = stage => EndedAsync(stage, TaskState.Rejected),
        ["stream that needs a login"] = async stage =>
        {
            await using var stream = await stage.OpenAsync(Call.Stream("hello"));
            await using var turn = await stage.ClaimAsync();
            await turn.StatusAsync(TaskState.AuthRequired, "Who are you?");
            await turn.CompleteAsync();
            await stream.RestAsync();
        },
        ["stream of data"] = stage => SentAsync(stage, Call.Stream("look").With(call =>
            call["message"]!["parts"]!.AsArray().Add((JsonNode)new JsonObject { ["data"] = JsonNode.Parse("""{"a":[1,2.5,null],"b":{}}""") }))),
        ["stream with metadata"] = stage => SentAsync(stage, Call.Stream("look").With(call => call["message"]!["metadata"] = new JsonObject { ["a"] = new JsonArray(1, null, "x") })),
        ["stream with historyLength 1"] = stage => SentAsync(stage, Configured("historyLength", 1)),
        ["stream for an output that there is"] = stage => SentAsync(stage, Configured("acceptedOutputModes", new JsonArray("text"))),
        ["stream in a context, twice"] = async stage =>
        {
            await SentAsync(stage, Call.Stream("one", contextId: stage.ContextId));
            await SentAsync(stage, Call.Stream("two", contextId: stage.ContextId));
        },
        ["stream of a key twice"] = async stage =>
        {
            var call = Call.Stream("hello").WithHeader("Idempotency-Key", stage.ContextId);
            await SentAsync(stage, call);
            await using var again = await stage.OpenAsync(call);
            await again.RestAsync();
        },
        ["stream with historyLength 0"] = async stage =>
        {
            await using var stream = await stage.OpenAsync(Configured("historyLength", 0));
            await stage.PlayAsync();
            await stream.RestAsync();
        },
        ["stream to a question, and of the answer"] = async stage =>
        {
            await using var stream = await stage.OpenAsync(Call.Stream("hello"));
            await using var turn = await stage.ClaimAsync();
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
            await using var turn = await stage.ClaimAsync();
            await turn.ResolveAsync(await turn.AskAsync());
            await turn.CompleteAsync();
            await stream.RestAsync();
        },
        ["subscribe"] = async stage =>
        {
            await using var stream = await stage.OpenAsync(Call.Subscribe(await stage.SubmitAsync()));
            await stage.PlayAsync();
            await stream.RestAsync();
        },
        ["subscribe to a turn at work"] = async stage =>
        {
            var id = await stage.SubmitAsync();
            await using var turn = await stage.ClaimAsync();
            await turn.WorkingAsync();
            await turn.TextAsync("one ", append: false);
            await using var stream = await stage.OpenAsync(Call.Subscribe(id));
            await turn.TextAsync("two", last: true);
            await turn.CompleteAsync();
            await stream.RestAsync();
        },
        ["subscribe across a question"] = async stage =>
        {
            var id = await stage.SubmitAsync();
            await using var turn = await stage.ClaimAsync();
            var asked = await turn.AskAsync();
            await using var stream = await stage.OpenAsync(Call.Subscribe(id));
            await turn.ResolveAsync(asked);
            await turn.CompleteAsync();
            await stream.RestAsync();
        },
        ["subscribe after the last event"] = async stage =>
        {
            var id = await stage.SubmitAsync();
            await using var turn = await stage.ClaimAsync();
            await turn.WorkingAsync();
            var opening = stage.OpenAsync(Call.Subscribe(id, $"{turn.Last}"));
            await turn.CompleteAsync();
            await using var stream = await opening;
            await stream.RestAsync();
        },
        ["subscribe twice"] = async stage =>
        {
            var id = await stage.SubmitAsync();
            await using var one = await stage.OpenAsync(Call.Subscribe(id));
            await using var two = await stage.OpenAsync(Call.Subscribe(id));
            await stage.PlayAsync();
            await one.RestAsync();
            await two.RestAsync();
        },
        ["subscribe after an event"] = async stage =>
        {
            await using var stream = await stage.OpenAsync(Call.Subscribe(await stage.CompletedAsync(), $"{EventId.First}"));
            await stream.RestAsync();
        },
    };

    private static async Task SentAsync(Stage stage, Call call)
    {
        await using var stream = await stage.OpenAsync(call);
        await stage.PlayAsync();
        await stream.RestAsync();
    }

    private static async Task PlayedAsync(Stage stage, IReadOnlyList<Artifact> artifacts)
    {
        await using var stream = await stage.OpenAsync(Call.Stream("hello"));
        await Answers.PlayAsync(await stage.ClaimAsync(), artifacts);
        await stream.RestAsync();
    }

    private static async Task EndedAsync(Stage stage, TaskState state)
    {
        await using var stream = await stage.OpenAsync(Call.Stream("hello"));
        await using var turn = await stage.ClaimAsync();
        await turn.WorkingAsync();
        await turn.StatusAsync(state, "It has ended.");
        await stream.RestAsync();
    }

    private static Call Configured(string name, JsonNode value) => Call.Stream("hello").With(call => call["configuration"] = new JsonObject { [name] = value });
}
