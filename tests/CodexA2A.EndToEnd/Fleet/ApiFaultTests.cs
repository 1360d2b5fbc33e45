using System.Net;
using System.Text.Json.Nodes;
using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.Fleet;

/// <summary>What can happen to an Api and between several, by the rows of the table of faults (docs/operations.md).</summary>
public sealed class ApiFaultTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Api_replica_dies()
    {
        await using var fleet = await FleetStage.StartAsync(2, FleetStage.Alike(1), cancellationToken: Token);
        var events = new List<(string? Id, StreamResponse Event)>();
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await foreach (var e in fleet.Clients[0].StreamAsync("SendStreamingMessage", A2AHttp.Message("#slow tokens=150 delay=10"), Token))
            {
                events.Add(e);
                if (events.Count == 20)
                {
                    await fleet.Apis[0].KillAsync(Token);
                }
            }
        });

        var id = events[0].Event.Task!.Id;
        await foreach (var e in fleet.Clients[1].StreamAsync("SubscribeToTask", new JsonObject { ["id"] = id }, Token, events[^1].Id))
        {
            events.Add(e);
        }

        Ledger.Check(events);
        Assert.Equal(TaskState.Completed, Ledger.Fold(events).Status.State);
        await Ledger.AssertLogAsync(fleet.Clients[1], id, events, Token);
    }

    [Fact]
    public async Task Client_sends_the_same_message_twice()
    {
        await using var fleet = await FleetStage.StartAsync(2, FleetStage.Alike(1), cancellationToken: Token);
        var message = A2AHttp.Message("#shell\necho line >> once.txt", returnImmediately: true);
        foreach (var client in fleet.Clients)
        {
            client.Http.DefaultRequestHeaders.Add("Idempotency-Key", "the-same");
        }

        var sent = await Task.WhenAll(fleet.Clients.Concat(fleet.Clients).Select(client => client.SendAsync(message, Token)));

        var id = Assert.Single(sent.Select(task => task.Id).Distinct());
        Assert.Equal(TaskState.Completed, (await fleet.Clients[1].EndAsync(id, Token)).Status.State);
        Assert.Single(await File.ReadAllLinesAsync(Path.Combine(fleet.Folder.Workspace, "once.txt"), Token));
    }

    [Fact]
    public async Task Approval_pending_and_the_Api_restarts()
    {
        await using var fleet = await AskingAsync();
        var asked = await fleet.Clients[0].SendAsync(A2AHttp.Message("Please do it."), Token);
        var question = Interrupts.Question(asked);
        await fleet.Apis[0].KillAsync(Token);
        await fleet.Apis[0].StartAsync(Token);

        var kept = await fleet.Clients[0].GetTaskAsync(asked.Id, Token);
        Assert.Equal((TaskState.InputRequired, question), (kept.Status.State, Interrupts.Question(kept)));
        var listed = await fleet.Clients[1].CallAsync("codex.interrupts.list", [], Token);
        Assert.Contains(question, listed.ToJsonString(), StringComparison.Ordinal);
        var ended = await Interrupts.ApproveAllAsync(fleet.Clients[1], kept, Token);

        Assert.True(ended.Status.State == TaskState.Completed, $"{ended.Status}\n{fleet.Output}");
        Assert.Null(ended.Metadata?["codex"]?["recovery"]);
    }

    [Fact]
    public async Task Two_replies_to_one_approval()
    {
        await using var fleet = await AskingAsync();
        var asked = await fleet.Clients[0].SendAsync(A2AHttp.Message("Please do it."), Token);
        var question = Interrupts.Question(asked);

        var answers = await Task.WhenAll(fleet.Clients.Select((client, i) => ReplyAsync(client, question, i == 0 ? "once" : "reject")));

        var first = Array.FindIndex(answers, answer => answer["error"] is null);
        Assert.True(first >= 0, string.Join('\n', answers.Select(answer => answer.ToJsonString())));
        Assert.Equal("INTERRUPT_ALREADY_ANSWERED", (string?)answers[1 - first]["error"]?["data"]?[0]?["reason"]);
        // The same answer again, to whichever Api, is no conflict.
        Assert.Null((await ReplyAsync(fleet.Clients[1 - first], question, first == 0 ? "once" : "reject"))["error"]);
    }

    [Fact]
    public async Task Without_Redis_the_Api_starts_and_its_probe_says_so_until_it_comes()
    {
        using var folder = new TestFolder();
        await using var redis = await Testing.RedisServer.StartAsync();
        await redis.KillAsync();
        await using var api = new ServiceProcess(folder, new Dictionary<string, string?> { ["ConnectionStrings__redis"] = redis.ConnectionString }, "api");
        await api.StartAsync(Token);
        using var client = new A2AHttp(api.Address);

        using (var ready = await client.Http.GetAsync("ready", Token))
        {
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "store\nredis\n"), (ready.StatusCode, await ready.Content.ReadAsStringAsync(Token)));
        }

        using (var sent = await client.PostAsync("SendMessage", A2AHttp.Message("Hello."), Token))
        {
            Assert.Equal((HttpStatusCode.ServiceUnavailable, true), (sent.StatusCode, sent.Headers.RetryAfter is not null));
        }

        await redis.StartAgainAsync();
        await Waiting.ForAsync(async () => (await client.Http.GetAsync("ready", Token)).StatusCode == HttpStatusCode.OK, Token);
        Assert.Equal(TaskState.Submitted, (await client.SendAsync(A2AHttp.Message("Hello.", returnImmediately: true), Token)).Status.State);
    }

    private static Task<FleetStage> AskingAsync() => FleetStage.StartAsync(
        2, FleetStage.Alike(1), new Dictionary<string, string?> { ["Codex__ApprovalPolicy"] = "untrusted" }, cancellationToken: Token);

    private static Task<JsonNode> ReplyAsync(A2AHttp client, string question, string reply) =>
        client.RawAsync("a2a.interrupt.permission.reply", new JsonObject { ["request_id"] = question, ["reply"] = reply }, Token);
}
