using System.Text.Json.Nodes;
using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.Fleet;

/// <summary>Processes that are replaced one after the other (docs/operations.md, "Upgrade").</summary>
public sealed class UpgradeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_Api_that_stops_tells_its_streams_when_to_come_back()
    {
        await using var fleet = await FleetStage.StartAsync(2, FleetStage.Alike(1), script: FleetStage.Gated, cancellationToken: Token);
        var gate = fleet.Model.Gate("more");
        using var answer = await fleet.Clients[0].OpenAsync("SendStreamingMessage", A2AHttp.Message("#script"), Token);
        var task = await fleet.Clients[0].CallAsync("ListTasks", [], Token);
        var reading = answer.Content.ReadAsStringAsync(Token);
        await gate.WaitUntilReachedAsync(Token);
        await fleet.Apis[0].AskToStopAsync(Token);

        var frames = (await reading).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("retry: 2000\nevent: error\ndata: ", frames[^1], StringComparison.Ordinal);
        Assert.Contains("Last-Event-ID", frames[^1], StringComparison.Ordinal);
        Assert.Equal(0, await fleet.Apis[0].EndAsync(Token));

        gate.Open();
        var last = frames.Last(frame => frame.StartsWith("id: ", StringComparison.Ordinal)).Split('\n')[0]["id: ".Length..];
        var id = (string)task["tasks"]![0]!["id"]!;
        var events = new List<(string? Id, StreamResponse Event)>();
        await foreach (var e in fleet.Clients[1].StreamAsync("SubscribeToTask", new JsonObject { ["id"] = id }, Token, last))
        {
            events.Add(e);
        }

        Assert.Equal(TaskState.Completed, events[^1].Event.StatusUpdate!.Status.State);
    }

    [Fact]
    public async Task A_runner_that_drains_takes_nothing_within_a_second_and_says_so()
    {
        await using var fleet = await FleetStage.StartAsync(1, FleetStage.Alike(1), script: FleetStage.Gated, cancellationToken: Token);
        var (gate, events) = await fleet.BeginGatedAsync(Token);
        using var management = FleetStage.Management(fleet.Runners[0]);
        var begun = TimeProvider.System.GetTimestamp();
        using var drain = await management.PostAsync("drain", null, Token);
        Assert.Equal("""{"draining":true,"sessions":1}""", await drain.Content.ReadAsStringAsync(Token));
        using var ready = await management.GetAsync("ready", Token);
        Assert.Equal((503, "draining\n"), ((int)ready.StatusCode, await ready.Content.ReadAsStringAsync(Token)));
        Assert.InRange(TimeProvider.System.GetElapsedTime(begun), TimeSpan.Zero, TimeSpan.FromSeconds(1));

        var waits = await fleet.Clients[0].SendAsync(A2AHttp.Message("#echo\nhello", returnImmediately: true), Token);
        gate.Open();
        Assert.Equal(TaskState.Completed, (await events)[^1].Event.StatusUpdate!.Status.State);
        await Waiting.ForAsync(async () => await FleetStage.SessionsAsync(fleet.Runners[0], Token) == 0, Token);
        Assert.Equal(TaskState.Submitted, (await fleet.Clients[0].GetTaskAsync(waits.Id, Token)).Status.State);

        await using var next = fleet.AnotherRunner();
        await next.StartAsync(Token);
        Assert.Equal(TaskState.Completed, (await fleet.Clients[0].EndAsync(waits.Id, Token)).Status.State);
    }
}
