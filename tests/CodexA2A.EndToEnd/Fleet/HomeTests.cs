using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.Fleet;

/// <summary>Runners with a Codex home of their own each (docs/operations.md, "Layouts of CODEX_HOME").</summary>
public sealed class HomeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_session_waits_for_a_runner_of_its_home_and_goes_on_in_its_thread()
    {
        await using var fleet = await FleetStage.StartAsync(1, FleetStage.Alike(2), ownHomes: true, cancellationToken: Token);
        await fleet.Clients[0].SendAsync(A2AHttp.Message("#text\nThe word is heron.", "ctx-home"), Token);
        var owner = fleet.Runners.Single(runner => HasThreads(fleet.Folder.Home(fleet.Runners.ToList().IndexOf(runner))));
        await owner.KillAsync(Token);

        var waiting = await fleet.Clients[0].SendAsync(A2AHttp.Message("#history", "ctx-home", returnImmediately: true), Token);
        // The other one lives and takes what has no home yet.
        Assert.Equal("Mine.", Ledger.Text(await fleet.Clients[0].SendAsync(A2AHttp.Message("#text\nMine."), Token)));
        Assert.Equal(TaskState.Submitted, (await fleet.Clients[0].GetTaskAsync(waiting.Id, Token)).Status.State);
        await owner.StartAsync(Token);

        var ended = await fleet.Clients[0].EndAsync(waiting.Id, Token);
        Assert.True(ended.Status.State == TaskState.Completed, $"{ended.Status} {ended.Metadata}\n{fleet.Output}");
        Assert.Contains("heron", Ledger.Text(ended), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_home_that_stays_away_the_running_task_fails_and_the_next_message_starts_a_new_thread()
    {
        await using var fleet = await FleetStage.StartAsync(
            1, FleetStage.Alike(2), new Dictionary<string, string?> { ["A2A__Seam__HomeAbsence"] = "00:00:04" },
            "comment First.\ngate more\nanswer Never said.\n", ownHomes: true, cancellationToken: Token);
        var gate = fleet.Model.Gate("more");
        var sent = await fleet.Clients[0].SendAsync(A2AHttp.Message("#script", returnImmediately: true), Token);
        await gate.WaitUntilReachedAsync(Token);

        await (await fleet.OwnerAsync(Token)).KillAsync(Token);
        var ended = await fleet.Clients[0].EndAsync(sent.Id, Token);

        Assert.True((TaskState.Failed, "THREAD_UNREACHABLE") == (ended.Status.State, Loss.Code(ended)), $"{ended.Status} {ended.Metadata}\n{fleet.Output}");
        var next = await fleet.Clients[0].SendAsync(A2AHttp.Message("#text\nGoing on.", ended.ContextId), Token);
        Assert.Equal("Going on.", Ledger.Text(next));
        Assert.NotEqual(Loss.Session(ended), Loss.Session(next));
        Assert.Contains("no longer has the earlier conversation", Loss.Said(next), StringComparison.Ordinal);
    }

    private static bool HasThreads(string home) =>
        Directory.Exists(Path.Combine(home, "sessions")) && Directory.EnumerateFiles(Path.Combine(home, "sessions"), "*.jsonl", SearchOption.AllDirectories).Any();
}
