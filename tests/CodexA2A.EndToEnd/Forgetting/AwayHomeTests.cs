using System.Text.Json.Nodes;
using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.Forgetting;

/// <summary>A context whose thread is in the home of a runner that is away; and one of another caller.</summary>
public sealed class AwayHomeTests
{
    private const string Canary = "canaryheron7391";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_waits_for_a_runner_of_its_home()
    {
        await using var fleet = await StartAsync("00:02:00", wait: "00:00:05");
        var owner = await SayAsync(fleet);
        await owner.KillAsync(Token, withCodex: true);

        var pending = await ForgetAsync(fleet);
        Assert.True(((bool)pending["forgotten"]!, (bool)pending["pending"]!) == (false, true), pending.ToJsonString());
        // Asked on while the runner comes back: only who waits at that moment gets the proof.
        var asked = ProofAsync(fleet);
        await owner.StartAsync(Token);
        var proof = await asked;

        Assert.Equal("deleted", (string)proof["thread"]!);
        Assert.Empty(proof["remaining"]!.AsArray());
        Assert.All(fleet.Runners.Select((_, i) => fleet.Folder.Home(i)), home => Assert.Empty(StoredWords.InFiles(home, Canary)));
    }

    [Fact]
    public async Task Of_a_home_that_is_gone_for_good_the_thread_is_named_as_what_remains()
    {
        await using var fleet = await StartAsync("00:00:02", wait: "00:01:00");
        var owner = await SayAsync(fleet);
        await owner.KillAsync(Token, withCodex: true);

        var proof = await ForgetAsync(fleet);

        Assert.True((bool)proof["forgotten"]!, proof.ToJsonString());
        Assert.Equal(("unreachable", 1), ((string)proof["thread"]!, (int)proof["tasks"]!));
        Assert.StartsWith("thread:", (string)Assert.Single(proof["remaining"]!.AsArray())!, StringComparison.Ordinal);
        var run = await CommandAsync(fleet, "ctx-never");
        Assert.True(run.ExitCode == 1 && run.Errors.Contains("names no context of yours", StringComparison.Ordinal), run.ToString());
    }

    [Fact]
    public async Task Another_callers_context_is_an_unknown_one_byte_for_byte()
    {
        await using var fleet = await StartAsync("00:02:00", wait: "00:01:00");
        await SayAsync(fleet);
        using var bob = new A2AHttp(fleet.Apis[0].Address, "bob-token-0123456789");
        using var again = new A2AHttp(fleet.Apis[0].Address, "bob-token-0123456789");

        var foreign = await BytesAsync(bob, "ctx-gone");
        var unknown = await BytesAsync(again, "ctx-none");

        Assert.Equal(unknown, foreign);
        Assert.Contains("SESSION_NOT_FOUND", foreign, StringComparison.Ordinal);
        var run = await CommandAsync(fleet, "ctx-gone");
        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Contains("Context ctx-gone is forgotten: 1 task, ", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("thread: deleted.\nNothing of it was found afterwards.\n", run.Output, StringComparison.Ordinal);
    }

    private static Task<FleetStage> StartAsync(string absence, string wait) => FleetStage.StartAsync(
        1, FleetStage.Alike(2),
        new Dictionary<string, string?> { ["A2A__Seam__HomeAbsence"] = absence, ["A2A__ForgetWait"] = wait, ["A2A__BearerTokens__bob"] = "bob-token-0123456789" },
        ownHomes: true, cancellationToken: Token);

    /// <summary>The runner that has the thread.</summary>
    private static async Task<ServiceProcess> SayAsync(FleetStage fleet)
    {
        await fleet.Clients[0].SendAsync(A2AHttp.Message($"#text\n{Canary}", "ctx-gone"), Token);
        return fleet.Runners.Where((_, i) => StoredWords.InFiles(fleet.Folder.Home(i), Canary).Any()).Single();
    }

    private static Task<JsonNode> ForgetAsync(FleetStage fleet) =>
        fleet.Clients[0].CallAsync("codex.sessions.forget", new JsonObject { ["contextId"] = "ctx-gone" }, Token);

    private static async Task<JsonNode> ProofAsync(FleetStage fleet)
    {
        JsonNode? proof = null;
        await Waiting.ForAsync(async () => (bool)(proof = await ForgetAsync(fleet))["forgotten"]!, Token);
        return proof!;
    }

    private static async Task<string> BytesAsync(A2AHttp client, string context)
    {
        using var response = await client.PostAsync("codex.sessions.forget", new JsonObject { ["contextId"] = context }, Token);
        return $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync(Token)}";
    }

    private static Task<ToolRun> CommandAsync(FleetStage fleet, string context) => ToolRun.CommandAsync(
        ["forget", context, "--url", fleet.Apis[0].Address.AbsoluteUri], new Dictionary<string, string?> { ["A2A_TOKEN"] = ServiceProcess.Token }, Token);
}
