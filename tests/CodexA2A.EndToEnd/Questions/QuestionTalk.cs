using System.Text.Json.Nodes;
using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.Questions;

/// <summary>How a client sends what will ask.</summary>
internal enum Sent
{
    Blocking,
    Streaming,
    InBackground,
}

/// <summary>What a client says and sees of questions.</summary>
internal static class QuestionTalk
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Sends the message; the task as soon as it asks.</summary>
    public static async Task<AgentTask> AskAsync(A2AHttp client, string text, string context, Sent sent = Sent.Blocking, string model = "scripted")
    {
        var message = A2AHttp.Message(text, context, returnImmediately: sent == Sent.InBackground);
        message["metadata"] = new JsonObject { ["codex"] = new JsonObject { ["execution"] = new JsonObject { ["model"] = model } } };
        switch (sent)
        {
            case Sent.Blocking:
                return await client.SendAsync(message, Token);
            case Sent.Streaming:
                var events = await client.CollectAsync(message, Token);
                Ledger.Check(events);
                return Ledger.Fold(events);
            default:
                var task = await client.SendAsync(message, Token);
                await Waiting.ForAsync(async () => (task = await client.GetTaskAsync(task.Id, Token)).Status.State is { IsInterrupted: true } or { IsTerminal: true }, Token);
                return task;
        }
    }

    /// <summary>The open question, which is told in all the ways there are.</summary>
    public static async Task<string> OpenAsync(A2AHttp client, QuestionKind kind, AgentTask asked, Func<string> log)
    {
        Assert.True(asked.Status.State == TaskState.InputRequired, $"{asked.Status}\n{Ledger.Text(asked)}\n{log()}");
        var interrupt = asked.Metadata!["shared"]!["interrupt"]!;
        var question = (string)interrupt["request_id"]!;
        Assert.Matches("^int_[0-9a-f]{32}$", question);
        Assert.Equal((kind.Type, "asked"), ((string)interrupt["type"]!, (string)interrupt["phase"]!));
        Assert.Equal((string)interrupt["details"]!["display_message"]!, asked.Status.Message!.Parts[0].Text);
        Assert.Equal(question, (string)Assert.Single(asked.Metadata["shared"]!["interrupts"]!.AsArray())!["request_id"]!);

        var listed = Assert.Single(await ListAsync(client), one => (string)one!["request_id"]! == question)!;
        Assert.Equal((kind.Type, asked.Id), ((string)listed["interrupt_type"]!, (string)listed["task_id"]!));
        Assert.Equal(Loss.Session(asked), (string)listed["session_id"]!);
        return question;
    }

    public static async Task<JsonArray> ListAsync(A2AHttp client) => (await client.CallAsync("codex.interrupts.list", [], Token))["items"]!.AsArray();

    /// <summary>The whole answer of the method.</summary>
    public static Task<JsonNode> ReplyAsync(A2AHttp client, string method, string question, JsonObject reply)
    {
        var parameters = reply.DeepClone().AsObject();
        parameters["request_id"] = question;
        return client.RawAsync(method, parameters, Token);
    }

    /// <summary>The code and the reason of an error; null and null of a result.</summary>
    public static (int? Code, string? Reason) Error(JsonNode answer) =>
        ((int?)answer["error"]?["code"], (string?)answer["error"]?["data"]?[0]?["reason"]);

    /// <summary>Which questions the task's log says were asked, and how each ended; null of one that has not.</summary>
    public static async Task<IReadOnlyDictionary<string, string?>> LogAsync(A2AHttp client, string task)
    {
        var seen = new Dictionary<string, string?>();
        await foreach (var (_, e) in client.StreamAsync("SubscribeToTask", new JsonObject { ["id"] = task }, Token, "0-1"))
        {
            if (e.StatusUpdate?.Metadata?["shared"]?["interrupt"] is { } interrupt)
            {
                seen[(string)interrupt["request_id"]!] = (string?)interrupt["resolution"];
            }
        }

        return seen;
    }
}
