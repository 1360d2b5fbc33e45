using System.Text.Json.Nodes;

namespace CodexA2A.FakeCodex;

/// <summary>A sub-agent: a thread of its own on the same wire, whose turn names the parent's as its root.</summary>
internal sealed class FakeSubAgent(Wire wire, string rootTurnId)
{
    private const string Thread = "sub-agent-thread";
    private const string Turn = "sub-agent-turn";

    /// <summary>Its one turn; gives what it was answered.</summary>
    public async Task<string> PlayAsync(Func<string, JsonObject, Task<string>> askAsync)
    {
        Notify("thread/status/changed", new JsonObject { ["status"] = new JsonObject { ["type"] = "active" } });
        wire.Notify("turn/started", new JsonObject { ["threadId"] = Thread, ["turn"] = Describe("inProgress") });
        Item("item/started", Command("inProgress"));
        var reply = await askAsync("item/commandExecution/requestApproval", new JsonObject
        {
            ["threadId"] = Thread,
            ["turnId"] = Turn,
            ["itemId"] = "c1",
            ["kind"] = "command",
            ["command"] = "make",
            ["cwd"] = "/",
        });
        Item("item/completed", Command("completed"));
        Item("item/completed", new JsonObject { ["type"] = "agentMessage", ["id"] = "m1", ["text"] = "made", ["phase"] = "final_answer" });
        wire.Notify("turn/completed", new JsonObject { ["threadId"] = Thread, ["turn"] = Describe("completed") });
        return reply;
    }

    private JsonObject Describe(string status) => new()
    {
        ["id"] = Turn,
        ["rootTurnId"] = rootTurnId,
        ["status"] = status,
        ["items"] = new JsonArray(),
    };

    private static JsonObject Command(string status) => new()
    {
        ["type"] = "commandExecution",
        ["id"] = "c1",
        ["command"] = "make",
        ["cwd"] = "/",
        ["status"] = status,
    };

    private void Item(string method, JsonObject item) => Notify(method, new JsonObject { ["item"] = item, ["turnId"] = Turn });

    private void Notify(string method, JsonObject body)
    {
        body["threadId"] = Thread;
        wire.Notify(method, body);
    }
}
