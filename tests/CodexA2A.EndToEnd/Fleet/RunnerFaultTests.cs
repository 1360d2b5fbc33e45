using System.Net;
using System.Text.Json.Nodes;
using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.Fleet;

/// <summary>What can happen to a runner, by the rows of the table of faults (docs/operations.md).</summary>
public sealed class RunnerFaultTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_session_goes_from_runner_to_runner_with_its_thread()
    {
        await using var fleet = await FleetStage.StartAsync(1, FleetStage.Alike(2), cancellationToken: Token);
        var first = await fleet.Clients[0].SendAsync(A2AHttp.Message("#text\nThe word is heron.", "ctx-moves"), Token);
        foreach (var draining in fleet.Runners)
        {
            // Of two one takes no more; then it is replaced by the next start, and the other one takes no more.
            using var management = FleetStage.Management(draining);
            using var drained = await management.PostAsync("drain", null, Token);
            Assert.Equal(HttpStatusCode.OK, drained.StatusCode);
            var next = await fleet.Clients[0].SendAsync(A2AHttp.Message("#history", "ctx-moves"), Token);
            Assert.True(next.Status.State == TaskState.Completed, $"{next.Status} {next.Metadata}\n{fleet.Output}");
            Assert.Contains("heron", Ledger.Text(next), StringComparison.Ordinal);
            Assert.Equal(Loss.Session(first), Loss.Session(next));
            await draining.AskToStopAsync(Token);
            Assert.Equal(0, await draining.EndAsync(Token));
            await draining.StartAsync(Token);
        }
    }

    [Fact]
    public async Task Runner_kill_9()
    {
        await using var fleet = await FleetStage.StartAsync(1, FleetStage.Alike(2), script: FleetStage.Gated, cancellationToken: Token);
        var (_, stream) = await fleet.BeginGatedAsync(Token);

        await (await fleet.OwnerAsync(Token)).KillAsync(Token);
        var events = await stream;

        await AssertCompletedAsync(fleet, events, "TURN_CONTINUED");
    }

    [Fact]
    public async Task Runner_drain()
    {
        await using var fleet = await FleetStage.StartAsync(1, FleetStage.Alike(2), script: FleetStage.Gated, cancellationToken: Token);
        var (gate, stream) = await fleet.BeginGatedAsync(Token);
        var owner = await fleet.OwnerAsync(Token);
        using var stranger = FleetStage.Management(owner, token: null);
        using (var refused = await stranger.PostAsync("drain", null, Token))
        {
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        }

        using var management = FleetStage.Management(owner);
        Assert.Equal("""{"draining":true,"sessions":1}""", await DrainAsync(management));
        using (var ready = await stranger.GetAsync("ready", Token))
        {
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "draining\n"), (ready.StatusCode, await ready.Content.ReadAsStringAsync(Token)));
        }

        // What comes now is the other one's.
        var next = await fleet.Clients[0].SendAsync(A2AHttp.Message("#text\nThe other one."), Token);
        Assert.Equal("The other one.", Ledger.Text(next));
        Assert.Equal(1, await FleetStage.SessionsAsync(owner, Token));
        gate.Open();
        await AssertCompletedAsync(fleet, await stream, reason: null);
        await Waiting.ForAsync(async () => await DrainAsync(management) == """{"draining":true,"sessions":0}""", Token);
        await owner.AskToStopAsync(Token);
        Assert.Equal(0, await owner.EndAsync(Token));
    }

    [Fact]
    public async Task Runner_frozen_past_its_lease_comes_back()
    {
        await using var fleet = await FleetStage.StartAsync(
            1, FleetStage.Alike(2), script: "run echo line >> once.txt\ngate more\nanswer Done.\n", cancellationToken: Token);
        var (_, stream) = await fleet.BeginGatedAsync(Token);
        var owner = await fleet.OwnerAsync(Token);

        await owner.FreezeAsync(Token);
        await Waiting.ForAsync(async () => await FleetStage.SessionsAsync(fleet.Other(owner), Token) == 1, Token);
        await owner.ThawAsync(Token);
        var events = await stream;

        await AssertCompletedAsync(fleet, events, "TURN_CONTINUED");
        Assert.Single(await File.ReadAllLinesAsync(Path.Combine(fleet.Folder.Workspace, "once.txt"), Token));
        await Waiting.ForAsync(async () => await FleetStage.SessionsAsync(owner, Token) == 0, Token);
    }

    [Fact]
    public async Task Runner_cannot_reach_Redis_for_less_than_its_lease()
    {
        await using var fleet = await FleetStage.StartAsync(
            1, FleetStage.Alike(1), new Dictionary<string, string?> { ["A2A__Seam__LeaseTime"] = "00:00:20" }, FleetStage.Gated, relayed: true, cancellationToken: Token);
        var (gate, stream) = await fleet.BeginGatedAsync(Token);

        fleet.Relay!.Cut();
        gate.Open();
        await Loss.RecordedAsync(fleet.Folder, "task_complete");
        fleet.Relay.Mend();
        var events = await stream;

        await AssertCompletedAsync(fleet, events, reason: null);
        Assert.Equal("Done.", Ledger.Text(Ledger.Fold(events)));
    }

    [Fact]
    public async Task Approval_pending_and_the_runner_dies()
    {
        await using var fleet = await FleetStage.StartAsync(
            1, FleetStage.Alike(2), new Dictionary<string, string?> { ["Codex__ApprovalPolicy"] = "untrusted" }, cancellationToken: Token);
        var asked = await fleet.Clients[0].SendAsync(A2AHttp.Message("Please do it."), Token);
        Assert.Equal(TaskState.InputRequired, asked.Status.State);
        var question = Interrupts.Question(asked);

        await (await fleet.OwnerAsync(Token)).KillAsync(Token);
        var again = await Interrupts.AskedAgainAsync(fleet.Clients[0], asked.Id, question, Token);

        var late = await fleet.Clients[0].RawAsync("a2a.interrupt.permission.reply", new JsonObject { ["request_id"] = question, ["reply"] = "once" }, Token);
        var detail = late["error"]!["data"]![0]!;
        Assert.Equal(("INTERRUPT_SUPERSEDED", Interrupts.Question(again)), ((string?)detail["reason"], (string?)detail["metadata"]?["superseded_by"]));
        var ended = await Interrupts.ApproveAllAsync(fleet.Clients[0], again, Token);
        Assert.Equal(TaskState.Completed, ended.Status.State);
    }

    [Fact]
    public async Task Poison_turn_kills_runners()
    {
        // A Codex that takes its runner along as soon as a turn begins.
        using var poison = new PoisonCodex();
        await using var fleet = await FleetStage.StartAsync(
            1, FleetStage.Alike(3), new Dictionary<string, string?> { ["Codex__Executable"] = poison.Executable, ["Runner__PrestartedThreads"] = "0" }, cancellationToken: Token);
        poison.Arm(times: 3);

        var sent = await fleet.Clients[0].SendAsync(A2AHttp.Message("#text\nPoison.", returnImmediately: true), Token);
        await Waiting.ForAsync(() => fleet.Runners.All(runner => runner.HasExited), Token);
        await using var last = fleet.AnotherRunner();
        await last.StartAsync(Token);

        var ended = await fleet.Clients[0].EndAsync(sent.Id, Token);
        Assert.True((TaskState.Failed, "TAKEOVER_LIMIT") == (ended.Status.State, Loss.Code(ended)), $"{ended.Status} {ended.Metadata}\n{fleet.Output}");
        Assert.False(last.HasExited);
        var next = await fleet.Clients[0].SendAsync(A2AHttp.Message("#text\nGoing on.", ended.ContextId), Token);
        Assert.Equal("Going on.", Ledger.Text(next));
    }

    private static async Task<string> DrainAsync(HttpClient management)
    {
        using var answer = await management.PostAsync("drain", null, Token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(Token);
    }

    /// <summary>The stream is whole, the log says the same, and the task completed in the way that is expected.</summary>
    private static async Task AssertCompletedAsync(FleetStage fleet, IReadOnlyList<(string? Id, StreamResponse Event)> events, string? reason)
    {
        Ledger.Check(events);
        var ended = Ledger.Fold(events);
        var seen = (ended.Status.State, (string?)ended.Metadata?["codex"]?["recovery"]?["reason"]);
        Assert.True((TaskState.Completed, reason) == seen, $"{seen} {ended.Status}\n{fleet.Output}");
        await Ledger.AssertLogAsync(fleet.Clients[0], ended.Id, events, Token);
    }
}
