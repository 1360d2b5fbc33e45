using System.Net;
using System.Text.Json.Nodes;
using CodexA2A.EndToEnd.Harness;
using StackExchange.Redis;

namespace CodexA2A.EndToEnd.Fleet;

/// <summary>What can happen to Redis, by the rows of the table of faults (docs/operations.md).</summary>
public sealed class RedisFaultTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Redis_process_dies_with_an_append_only_file()
    {
        await using var fleet = await FleetStage.StartAsync(1, FleetStage.Alike(1), script: FleetStage.Gated, cancellationToken: Token);
        var (gate, stream) = await fleet.BeginGatedAsync(Token);

        await WrittenAsync(fleet);
        await fleet.Redis.KillAsync();
        gate.Open();
        await Loss.RecordedAsync(fleet.Folder, "task_complete");
        await fleet.Redis.StartAgainAsync();
        var events = await stream;

        Ledger.Check(events);
        var ended = Ledger.Fold(events);
        Assert.True(ended.Status.State == TaskState.Completed, $"{ended.Status}\n{fleet.Output}");
        Assert.Equal("Done.", Ledger.Text(ended));
        await Ledger.AssertLogAsync(fleet.Clients[0], ended.Id, events, Token);
    }

    /// <summary>While a sync of the disk takes long, Redis holds back what it has acknowledged; that dies with it.</summary>
    private static async Task WrittenAsync(FleetStage fleet)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(fleet.Redis.ConnectionString);
        var server = connection.GetServers()[0];
        await Waiting.ForAsync(async () => (await server.InfoAsync("persistence")).SelectMany(group => group).Any(line => line is { Key: "aof_buffer_length", Value: "0" }), Token);
    }

    [Fact]
    public async Task Redis_without_persistence_restarts()
    {
        await using var fleet = await FleetStage.StartAsync(1, FleetStage.Alike(1), redis: ["--appendonly", "no"], cancellationToken: Token);
        var before = await fleet.Clients[0].SendAsync(A2AHttp.Message("#text\nBefore.", "ctx-lost"), Token);

        await fleet.Redis.KillAsync();
        await fleet.Redis.StartAgainAsync();
        await Waiting.ForAsync(async () => (await fleet.Clients[0].Http.GetAsync("ready", Token)).StatusCode == HttpStatusCode.OK, Token);

        var lost = await fleet.Clients[0].RawAsync("GetTask", new JsonObject { ["id"] = before.Id }, Token);
        Assert.Equal(-32001, (int?)lost["error"]?["code"]);
        var after = await fleet.Clients[0].SendAsync(A2AHttp.Message("#text\nAfter.", "ctx-lost"), Token);
        Assert.Equal("After.", Ledger.Text(after));
    }

    [Fact]
    public async Task Redis_out_of_memory()
    {
        await using var fleet = await FleetStage.StartAsync(1, FleetStage.Alike(1), script: FleetStage.Gated, cancellationToken: Token);
        var (gate, stream) = await fleet.BeginGatedAsync(Token);
        await using var admin = await ConnectionMultiplexer.ConnectAsync(fleet.Redis.ConnectionString);
        var server = admin.GetServers()[0];

        await server.ConfigSetAsync("maxmemory", "1");
        using (var refused = await fleet.Clients[0].PostAsync("SendMessage", A2AHttp.Message("Hello."), Token))
        {
            Assert.Equal((HttpStatusCode.ServiceUnavailable, true), (refused.StatusCode, refused.Headers.RetryAfter is not null));
        }

        await Waiting.ForAsync(async () => (await fleet.Clients[0].Http.GetAsync("ready", Token)).StatusCode == HttpStatusCode.ServiceUnavailable, Token);
        gate.Open();
        await Loss.RecordedAsync(fleet.Folder, "task_complete");
        await server.ConfigSetAsync("maxmemory", "0");
        var events = await stream;

        Ledger.Check(events);
        var ended = Ledger.Fold(events);
        Assert.True(ended.Status.State == TaskState.Completed, $"{ended.Status}\n{fleet.Output}");
        Assert.Null(ended.Metadata?["codex"]?["recovery"]);
        await Ledger.AssertLogAsync(fleet.Clients[0], ended.Id, events, Token);
    }

    [Fact]
    public async Task Event_stream_trimmed_below_Last_Event_ID()
    {
        // Redis trims whole nodes of 100 events.
        await using var fleet = await FleetStage.StartAsync(
            1, FleetStage.Alike(1), new Dictionary<string, string?> { ["A2A__Seam__RunningEvents"] = "100", ["Runner__MergeWindow"] = "00:00:00" }, cancellationToken: Token);
        var events = await fleet.Clients[0].CollectAsync(A2AHttp.Message("#slow tokens=600 delay=5"), Token);
        Assert.True(events.Count > 220, $"{events.Count} events");
        var id = events[0].Event.Task!.Id;

        var again = new List<(string? Id, StreamResponse Event)>();
        await foreach (var e in fleet.Clients[0].StreamAsync("SubscribeToTask", new JsonObject { ["id"] = id }, Token, events[10].Id))
        {
            again.Add(e);
        }

        Ledger.Check(again);
        Assert.Equal(Ledger.Text(Ledger.Fold(events)), Ledger.Text(Ledger.Fold(again)));
    }
}
