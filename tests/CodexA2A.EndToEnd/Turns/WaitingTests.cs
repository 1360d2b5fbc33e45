using System.Text.Json.Nodes;
using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.Turns;

/// <summary>Turns that wait for a person.</summary>
public sealed class WaitingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Turns_that_wait_do_not_stop_other_contexts()
    {
        await using var stage = await Stage.StartAsync(new Dictionary<string, string?> { ["Runner__MaxTurns"] = "1" }, cancellationToken: Token);
        var first = await stage.Client.SendAsync(A2AHttp.Message("#escalate cmd=\"echo approved\"", "ctx-1"), Token);
        var second = await stage.Client.SendAsync(A2AHttp.Message("#escalate cmd=\"echo approved\"", "ctx-2"), Token);

        var other = await stage.Client.SendAsync(A2AHttp.Message("#text\nI am free.", "ctx-3"), Token);

        Assert.Equal(("I am free.", TaskState.Completed), (Ledger.Text(other), other.Status.State));
        foreach (var waiting in new[] { first, second })
        {
            Assert.Equal(TaskState.InputRequired, waiting.Status.State);
            await stage.Client.SendAsync(A2AHttp.Message("approve", taskId: waiting.Id), Token);
            Assert.Equal(TaskState.Completed, (await stage.Client.EndAsync(waiting.Id, Token)).Status.State);
        }
    }

    [Fact]
    public async Task With_two_questions_open_each_message_that_answers_one_is_in_the_history()
    {
        await using var stage = await Stage.StartAsync(new Dictionary<string, string?> { ["Codex__Executable"] = Places.FakeCodex }, cancellationToken: Token);
        var sent = await stage.Client.SendAsync(A2AHttp.Message("fault: two-approvals", returnImmediately: true), Token);
        var open = await AskedAsync(stage, sent.Id);

        var between = await stage.Client.SendAsync(Answer(sent.Id, open[0], "approve"), Token);
        await stage.Client.SendAsync(Answer(sent.Id, open[1], "deny"), Token);
        var ended = await stage.Client.EndAsync(sent.Id, Token);

        Assert.Equal(TaskState.InputRequired, between.Status.State);
        Assert.Equal(Role.Agent, between.Status.Message!.Role);
        Assert.Equal(["fault: two-approvals", "approve"], Said(between));
        Assert.Equal(TaskState.Completed, ended.Status.State);
        Assert.Equal(["fault: two-approvals", "approve", "deny"], Said(ended));
    }

    private static async Task<string[]> AskedAsync(Stage stage, string id)
    {
        await foreach (var (_, e) in stage.Client.StreamAsync("SubscribeToTask", new JsonObject { ["id"] = id }, Token))
        {
            var metadata = e.Task?.Metadata ?? e.StatusUpdate?.Metadata;
            if (metadata?["shared"]?["interrupts"] is JsonArray { Count: 2 } open)
            {
                return [.. open.Select(question => question!["request_id"]!.GetValue<string>())];
            }
        }

        throw new InvalidOperationException($"The stream ended before two questions were asked.\n{stage.Service.Output}");
    }

    private static JsonObject Answer(string task, string question, string words)
    {
        var parameters = A2AHttp.Message(words, taskId: task);
        parameters["message"]!["metadata"] = new JsonObject { ["shared"] = new JsonObject { ["interrupt"] = new JsonObject { ["request_id"] = question } } };
        return parameters;
    }

    private static string[] Said(AgentTask task) =>
        [.. task.History!.Where(message => message.Role == Role.User).Select(message => message.Parts[0].Text!)];
}
