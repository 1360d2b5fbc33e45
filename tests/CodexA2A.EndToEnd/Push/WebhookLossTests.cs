using System.Diagnostics;
using System.Text.Json.Nodes;
using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.Push;

/// <summary>Webhooks and kill -9: each event at least once, in order, and none missing (contracts.md §5a).</summary>
public sealed class WebhookLossTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_before_it_noted_what_a_receiver_got_the_service_sends_that_again_and_then_the_rest()
    {
        await using var receiver = await WebhookReceiver.StartAsync(Token);
        await using var stage = await Stage.StartAsync(new Dictionary<string, string?> { ["Push__AllowedHosts"] = "127.0.0.1" }, cancellationToken: Token);
        receiver.Hold(e => e.ArtifactUpdate is not null);
        var id = (await stage.Client.SendAsync(receiver.Message("#slow tokens=2000 delay=20"), Token)).Id;
        var held = await receiver.HeldAsync(Token);

        await Loss.RestartAsync(stage);
        var all = await receiver.ToTheEndAsync(id, Token);

        await AssertAgainAsync(held, all, stage.Client, id);
    }

    [Fact]
    public async Task Two_Apis_send_each_event_once_and_tell_nobody_where_to()
    {
        await using var receiver = await WebhookReceiver.StartAsync(Token);
        await using var fleet = await FleetStage.StartAsync(
            2, FleetStage.Alike(1), new Dictionary<string, string?> { ["Push__AllowedHosts"] = "localhost", ["Telemetry__Prometheus"] = "true" }, cancellationToken: Token);

        var sent = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => fleet.Clients[i % 2].SendAsync(receiver.Message($"#text\nNumber {i}.", "localhost"), Token)));

        foreach (var task in sent)
        {
            var all = await receiver.ToTheEndAsync(task.Id, Token);
            Assert.Equal(await IdsAsync(fleet.Clients[0], task.Id), all.Select(one => one.EventId));
            Assert.All(all, one => Assert.True(one.IsSigned));
        }

        var metrics = string.Concat(await Task.WhenAll(fleet.Clients.Select(client => client.Http.GetStringAsync("metrics", Token))));
        Assert.Contains("a2a_push_deliveries_total{", metrics, StringComparison.Ordinal);
        Assert.Contains("dns_lookup_duration", metrics, StringComparison.Ordinal);
        Assert.DoesNotContain("\"localhost\"", metrics, StringComparison.Ordinal);
        Assert.DoesNotContain($"\"{receiver.Port}\"", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_killed_Api_was_sending_another_one_goes_on_with_when_the_lease_is_over()
    {
        await using var receiver = await WebhookReceiver.StartAsync(Token);
        await using var fleet = await FleetStage.StartAsync(
            1, FleetStage.Alike(1), new Dictionary<string, string?> { ["Push__AllowedHosts"] = "127.0.0.1", ["Push__LeaseTime"] = "00:00:03" }, cancellationToken: Token);
        receiver.Hold(e => e.ArtifactUpdate is not null);
        var id = (await fleet.Clients[0].SendAsync(receiver.Message("#slow tokens=50 delay=10"), Token)).Id;
        var held = await receiver.HeldAsync(Token);
        await using var other = fleet.AnotherApi();
        await other.StartAsync(Token);
        using var client = new A2AHttp(other.Address);

        var killed = Stopwatch.GetTimestamp();
        await fleet.Apis[0].KillAsync(Token);
        var all = await receiver.ToTheEndAsync(id, Token);

        var again = await AssertAgainAsync(held, all, client, id);
        // The lease, a look each second, and what a busy machine takes.
        Assert.InRange(Stopwatch.GetElapsedTime(killed, again.At), TimeSpan.Zero, TimeSpan.FromSeconds(8));
    }

    /// <summary>What was held came twice, all else once, and all of it in the order of the log.</summary>
    private static async Task<Delivery> AssertAgainAsync(Delivery held, List<Delivery> all, A2AHttp client, string id)
    {
        var at = all.IndexOf(held);
        Assert.Equal((held.EventId, Convert.ToHexString(held.Body)), (all[at + 1].EventId, Convert.ToHexString(all[at + 1].Body)));
        var again = all[at + 1];
        all.RemoveAt(at);
        Assert.Equal(await IdsAsync(client, id), all.Select(one => one.EventId));
        Assert.All(all, one => Assert.True(one.IsSigned));
        return again;
    }

    /// <summary>The ids of a task's events, as a stream has them.</summary>
    private static async Task<List<string>> IdsAsync(A2AHttp client, string id)
    {
        List<string> ids = [$"{id}/0-1"];
        await foreach (var (eventId, _) in client.StreamAsync("SubscribeToTask", new JsonObject { ["id"] = id }, Token, lastEventId: "0-1"))
        {
            ids.Add($"{id}/{eventId}");
        }

        return ids;
    }
}
