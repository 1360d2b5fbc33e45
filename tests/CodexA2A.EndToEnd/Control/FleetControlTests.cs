using System.Text.Json.Nodes;
using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.Control;

/// <summary>The same over Redis: two Apis and two runners of one home, so that either may be asked about a thread that the other has in memory.</summary>
public sealed class FleetControlTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Any_runner_of_the_home_answers_any_Api_and_a_running_turn_is_not_broken()
    {
        await using var fleet = await FleetStage.StartAsync(
            2, FleetStage.Alike(2), new Dictionary<string, string?> { ["A2A__BearerTokens__bob"] = "bob-token-0123456789" }, "comment First.\ngate more\nanswer Done.\n", cancellationToken: Token);
        var task = await fleet.Clients[0].SendAsync(A2AHttp.Message("#text\nstork", "ctx-fleet"), Token);
        var thread = Loss.Session(task);

        for (var i = 0; i < 6; i++)
        {
            var client = fleet.Clients[i % 2];
            Assert.Equal("name " + i, (string)(await client.CallAsync("codex.threads.name.set", Of(thread, "name", "name " + i), Token))["thread"]!["title"]!);
            await client.CallAsync("codex.threads.archive", Of(thread), Token);
            await client.CallAsync("codex.threads.unarchive", Of(thread), Token);
            Assert.Equal(2, (await client.CallAsync("codex.sessions.messages.list", new JsonObject { ["session_id"] = thread }, Token))["items"]!.AsArray().Count);
        }

        var fork = await fleet.Clients[1].CallAsync("codex.threads.fork", Of(thread), Token);
        var next = await fleet.Clients[0].SendAsync(A2AHttp.Message("#history", (string)fork["context_id"]!), Token);
        Assert.Contains("stork", Ledger.Text(next), StringComparison.Ordinal);
        Assert.Equal(2, (await fleet.Clients[1].CallAsync("codex.sessions.list", [], Token))["items"]!.AsArray().Count);

        using var bob = new A2AHttp(fleet.Apis[0].Address, "bob-token-0123456789");
        Assert.Empty((await bob.CallAsync("codex.sessions.list", [], Token))["items"]!.AsArray());
        var foreign = await bob.RawAsync("codex.threads.archive", Of(thread), Token);
        Assert.Equal((await bob.RawAsync("codex.threads.archive", Of("never"), Token))["error"]!.ToJsonString(), foreign["error"]!.ToJsonString());

        var gate = fleet.Model.Gate("more");
        var running = await fleet.Clients[0].SendAsync(A2AHttp.Message("#script", "ctx-fleet", returnImmediately: true), Token);
        await gate.WaitUntilReachedAsync(Token);
        foreach (var method in (string[])["archive", "compact", "delete"])
        {
            var refused = await fleet.Clients[1].RawAsync("codex.threads." + method, Of(thread), Token);
            Assert.Equal("TASK_BUSY", (string?)refused["error"]?["data"]?[0]?["reason"]);
        }

        gate.Open();
        Assert.Equal(TaskState.Completed, (await fleet.Clients[0].EndAsync(running.Id, Token)).Status.State);
    }

    private static JsonObject Of(string thread, string? name = null, JsonNode? value = null)
    {
        var parameters = new JsonObject { ["thread_id"] = thread };
        if (name is not null)
        {
            parameters[name] = value;
        }

        return parameters;
    }
}
