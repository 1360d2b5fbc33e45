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
        ["send of text"] = stage => stage.PlayedAsync(Call.Send("hello")),
        ["send of data"] = stage => stage.PlayedAsync(WithPart(new JsonObject { ["data"] = JsonNode.Parse("""{"a":[1,2.5,-3,"x",true],"b":{"c":"d"}}""") })),
        ["send of an image"] = stage => stage.PlayedAsync(WithPart(new JsonObject { ["raw"] = Png, ["mediaType"] = "image/png" })),
        ["send of an image by data URL"] = stage => stage.PlayedAsync(WithPart(new JsonObject { ["url"] = "data:image/png;base64," + Png })),
        ["send with metadata"] = stage => stage.PlayedAsync(Call.Send("hello").With(call =>
        {
            call["metadata"] = new JsonObject { ["mine"] = new JsonObject { ["n"] = 7 } };
            call["message"]!["metadata"] = new JsonObject { ["more"] = "words" };
            call["message"]!["extensions"] = new JsonArray("urn:unknown");
        })),
        ["send of many characters"] = stage => stage.PlayedAsync(Call.Send("ä 漢 🦊 \u0001 \" \\ </script> \r\n\t  \u2028 end")),
        ["send of several parts"] = stage => stage.PlayedAsync(Call.Send("one").With(call =>
        {
            call["message"]!["parts"]!.AsArray().Add((JsonNode)new JsonObject { ["text"] = "" });
            call["message"]!["parts"]!.AsArray().Add((JsonNode)new JsonObject { ["text"] = "two" });
            call["message"]!["parts"]!.AsArray().Add((JsonNode)new JsonObject { ["data"] = new JsonObject() });
        })),
        ["send of data with nulls and edges"] = stage => stage.PlayedAsync(WithPart(new JsonObject
        {
            ["data"] = JsonNode.Parse("""{"n":null,"l":[null,[],{}],"zero":0,"big":9007199254740992,"small":1e-300,"neg":-0.5,"e":1.5e300,"f":false}"""),
        })),
        ["send of data that is no object"] = stage => stage.PlayedAsync(WithPart(new JsonObject { ["data"] = new JsonArray(1, "x", new JsonArray()) })),
        ["send of data that is a word"] = stage => stage.PlayedAsync(WithPart(new JsonObject { ["data"] = "word" })),
        ["send of data as deep as can be"] = stage => stage.PlayedAsync(WithPart(new JsonObject { ["data"] = new JsonObject { ["o"] = Deep.Objects(29), ["l"] = Deep.Arrays(29) } })),
        ["send with metadata as deep as can be"] = stage => stage.PlayedAsync(Call.Send("hello").With(call =>
        {
            call["metadata"] = Deep.Objects(30);
            call["message"]!["metadata"] = new JsonObject { ["o"] = Deep.Objects(29), ["l"] = Deep.Arrays(29) };
        })),
        ["send of a named file"] = stage => stage.PlayedAsync(WithPart(new JsonObject { ["raw"] = Png, ["mediaType"] = "image/png", ["filename"] = "a b.png" })),
        ["send of a named text"] = stage => stage.PlayedAsync(WithPart(new JsonObject { ["text"] = "# title", ["mediaType"] = "text/markdown", ["filename"] = "a.md" })),
        ["send of a part with metadata"] = stage => stage.PlayedAsync(WithPart(new JsonObject { ["text"] = "more", ["metadata"] = new JsonObject { ["of"] = "part" } })),
        ["send with references"] = stage => stage.PlayedAsync(Call.Send("hello").With(call => call["message"]!["referenceTaskIds"] = new JsonArray("p00-one", "p00-two"))),
        ["send with settings of the turn"] = stage => stage.PlayedAsync(Call.Send("hello").With(call =>
            call["metadata"] = new JsonObject { ["codex"] = new JsonObject { ["execution"] = new JsonObject { ["effort"] = "high", ["summary"] = "none" } } })),
        ["send in a context of any name"] = stage => stage.PlayedAsync(Call.Send("hello", contextId: stage.ContextId + "/~%:{}")),
        ["send for any output"] = stage => stage.PlayedAsync(Configured("acceptedOutputModes", new JsonArray("*/*"))),
        ["send with no more configuration"] = stage => stage.PlayedAsync(Call.Send("hello").With(call => call["configuration"] = new JsonObject())),
        ["send with a long history, of which 2"] = async stage =>
        {
            var sending = stage.SayAsync(Configured("historyLength", 2));
            await using var turn = await stage.ClaimAsync(sending);
            await turn.StatusAsync(TaskState.Working, "one");
            await turn.StatusAsync(TaskState.Working, "two");
            await turn.StatusAsync(TaskState.Completed, "three");
            await sending;
        },
        ["send whose answer has everything"] = async stage =>
        {
            var sending = stage.SayAsync(Call.Send("hello"));
            await Answers.PlayAsync(await stage.ClaimAsync(sending), Answers.Everything);
            await sending;
        },
        ["send whose answer has what 0.3 has"] = async stage =>
        {
            var sending = stage.SayAsync(Call.Send("hello"));
            await Answers.PlayAsync(await stage.ClaimAsync(sending), Answers.Common);
            await sending;
        },
        ["send that is rejected"] = async stage =>
        {
            var sending = stage.SayAsync(Call.Send("hello"));
            await using var turn = await stage.ClaimAsync(sending);
            await turn.StatusAsync(TaskState.Rejected, "Not this.");
            await sending;
        },
        ["send that needs a login"] = async stage =>
        {
            var sending = stage.SayAsync(Call.Send("hello"));
            await using var turn = await stage.ClaimAsync(sending);
            await turn.StatusAsync(TaskState.AuthRequired, "Who are you?");
            await sending;
            await turn.CompleteAsync();
        },
        ["question and two tries of an answer"] = async stage =>
        {
            var sending = stage.SayAsync(Call.Send("hello"));
            await using var turn = await stage.ClaimAsync(sending);
            var asked = await turn.AskAsync();
            await sending;
            await stage.SayAsync(Call.Send("perhaps", turn.TaskId));
            var answering = stage.SayAsync(Call.Send("no", turn.TaskId, stage.Last!["task"]?["contextId"]?.ToString()));
            await turn.NextAsync<AnswerInterrupt>();
            await turn.ResolveAsync(asked);
            await answering;
            await turn.CompleteAsync();
            await stage.SayAsync(Call.Send("too late", turn.TaskId));
        },
        ["two sends in a context"] = async stage =>
        {
            await stage.PlayedAsync(Call.Send("one", contextId: stage.ContextId));
            await stage.PlayedAsync(Call.Send("two", contextId: stage.ContextId));
        },
        ["send with historyLength 0"] = stage => stage.PlayedAsync(Configured("historyLength", 0)),
        ["send with historyLength 1"] = stage => stage.PlayedAsync(Configured("historyLength", 1)),
        ["send for an output that there is"] = stage => stage.PlayedAsync(Configured("acceptedOutputModes", new JsonArray("text/plain", "image/png"))),
        ["send that is not waited for"] = async stage =>
        {
            await stage.SayAsync(Call.Send("hello").At(immediately: true));
            await stage.PlayAsync();
        },
        ["send of a key twice"] = async stage =>
        {
            var call = Call.Send("hello").WithHeader("Idempotency-Key", stage.ContextId);
            await stage.PlayedAsync(call);
            await stage.SayAsync(call);
        },
        ["send that fails"] = async stage =>
        {
            var sending = stage.SayAsync(Call.Send("hello"));
            await using var turn = await stage.ClaimAsync(sending);
            await turn.StatusAsync(TaskState.Failed, "It broke.");
            await sending;
        },
        ["question and answer"] = async stage =>
        {
            var sending = stage.SayAsync(Call.Send("hello"));
            await using var turn = await stage.ClaimAsync(sending);
            await turn.WorkingAsync();
            var asked = await turn.AskAsync();
            await sending;
            var answering = stage.SayAsync(Call.Send("yes", turn.TaskId));
            Assert.Equal(InterruptDecision.Approve, (await turn.NextAsync<AnswerInterrupt>()).Reply.Decision);
            await turn.ResolveAsync(asked);
            await answering;
            await turn.CompleteAsync();
        },
    };

    private static Call WithPart(JsonObject part) => Call.Send("look").With(call => call["message"]!["parts"]!.AsArray().Add((JsonNode)part));

    private static Call Configured(string name, JsonNode value) => Call.Send("hello").With(call => call["configuration"] = new JsonObject { [name] = value });
}
