using System.Net;
using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.Fleet;

/// <summary>A network that splits: both sides live, connections stay open, and nobody is told.</summary>
public sealed class SplitTests
{
    private const string Gated = "run echo line >> once.txt\ngate more\nanswer Done.\n";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    // Its renewals arrive, and the answers do not: it must not keep what it does not know to have.
    [InlineData(true)]
    public async Task Runner_cannot_reach_Redis_for_longer_than_its_lease(bool isHeard)
    {
        await using var fleet = await FleetStage.StartAsync(1, FleetStage.Alike(1), script: Gated, relayed: true, cancellationToken: Token);
        var gate = fleet.Model.Gate("more");
        var stream = fleet.Clients[0].CollectAsync(A2AHttp.Message("#script"), Token);
        await gate.WaitUntilReachedAsync(Token);
        await using var other = fleet.AnotherRunner();
        await other.StartAsync(Token);

        if (isHeard)
        {
            fleet.Relay!.CutAnswers();
        }
        else
        {
            fleet.Relay!.Cut();
        }

        await fleet.Runners[0].PrintedAsync("is lost; its turn is stopped", Token);
        var events = await stream;
        fleet.Relay.Mend();

        Ledger.Check(events);
        var ended = Ledger.Fold(events);
        Assert.True(
            (TaskState.Completed, "TURN_CONTINUED") == (ended.Status.State, (string?)ended.Metadata?["codex"]?["recovery"]?["reason"]),
            $"{ended.Status}\n{fleet.Output}\n-- other\n{other.Output}");
        await Ledger.AssertLogAsync(fleet.Clients[0], ended.Id, events, Token);
        Assert.Single(await File.ReadAllLinesAsync(Path.Combine(fleet.Folder.Workspace, "once.txt"), Token));
        // The first one goes on, with the session that it lost.
        await other.AskToStopAsync(Token);
        Assert.Equal(0, await other.EndAsync(Token));
        var next = await fleet.Clients[0].SendAsync(A2AHttp.Message("#text\nGoing on.", ended.ContextId), Token);
        Assert.Equal("Going on.", Ledger.Text(next));
    }

    [Fact]
    public async Task Api_cannot_reach_Redis()
    {
        await using var fleet = await FleetStage.StartAsync(2, FleetStage.Alike(1), script: Gated, relayedApi: true, cancellationToken: Token);
        var gate = fleet.Model.Gate("more");
        var stream = fleet.Clients[0].CollectAsync(A2AHttp.Message("#script"), Token);
        await gate.WaitUntilReachedAsync(Token);

        fleet.Relay!.CutAnswers();
        gate.Open();
        // Whoever asks is told to come again, or to go to another one; what was sent with a key is one task.
        var again = A2AHttp.Message("#shell\necho line >> sent.txt");
        foreach (var client in fleet.Clients)
        {
            client.Http.DefaultRequestHeaders.Add("Idempotency-Key", "the-same");
        }

        using (var refused = await fleet.Clients[0].PostAsync("SendMessage", again, Token))
        {
            Assert.Equal((HttpStatusCode.ServiceUnavailable, true), (refused.StatusCode, refused.Headers.RetryAfter is not null));
        }

        using (var ready = await fleet.Clients[0].Http.GetAsync("ready", Token))
        {
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "store\nredis\n"), (ready.StatusCode, await ready.Content.ReadAsStringAsync(Token)));
        }

        Assert.Equal(TaskState.Completed, (await fleet.Clients[1].SendAsync(again, Token)).Status.State);
        Assert.False(stream.IsCompleted);
        fleet.Relay.Mend();

        // The stream waited, and nothing of it is missing.
        var events = await stream;
        Ledger.Check(events);
        Assert.Equal("Done.", Ledger.Text(Ledger.Fold(events)));
        await Ledger.AssertLogAsync(fleet.Clients[1], events[0].Event.Task!.Id, events, Token);
        Assert.Equal(TaskState.Completed, (await fleet.Clients[0].SendAsync(again, Token)).Status.State);
        Assert.Single(await File.ReadAllLinesAsync(Path.Combine(fleet.Folder.Workspace, "sent.txt"), Token));
    }
}
