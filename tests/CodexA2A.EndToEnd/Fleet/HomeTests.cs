using System.Text.Json.Nodes;
using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.Fleet;

/// <summary>Runners with a Codex home of their own each (docs/operations.md, "Layouts of CODEX_HOME").</summary>
public sealed class HomeTests
{
    private const string TwoAlices = """
        [{"scheme":"bearer","principal":"alice","tenant":"acme","token":"alice-token-0123456789"},
         {"scheme":"bearer","principal":"alice","token":"other-token-0123456789"}]
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_principal_is_served_in_the_home_of_its_runner_only_and_a_session_waits_for_a_runner_of_its_home()
    {
        await using var fleet = await FleetStage.StartAsync(
            1,
            [
                new Dictionary<string, string?> { ["Runner__Principals__0"] = "acme/alice", ["Runner__Principals__1"] = "default" },
                new Dictionary<string, string?> { ["Runner__ExceptPrincipals__0"] = "acme/alice" },
            ],
            new Dictionary<string, string?> { ["A2A__StaticAuthCredentials"] = TwoAlices },
            ownHomes: true, cancellationToken: Token);
        await fleet.Clients[0].SendAsync(A2AHttp.Message("#text\nThe word is heron.", "ctx-home"), Token);
        var owner = fleet.Runners.Single(runner => Threads(fleet.Folder.Home(fleet.Runners.ToList().IndexOf(runner))).Length > 0);
        await AssertApartAsync(fleet);
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

    /// <summary>Of two of one name the one of the tenant has its turns and calls in the first home, the other one in the second.</summary>
    private static async Task AssertApartAsync(FleetStage fleet)
    {
        Assert.Equal("only 'acme/alice', 'default'", (string)(await FleetStage.DrainingAsync(fleet.Runners[0], Token))["serves"]!);
        var skill = Directory.CreateDirectory(Path.Combine(fleet.Folder.Home(0), "skills", "heron")).FullName;
        await File.WriteAllTextAsync(Path.Combine(skill, "SKILL.md"), "---\nname: heron\ndescription: Stands still.\n---\nStand still.\n", Token);
        using var alice = new A2AHttp(fleet.Apis[0].Address, "alice-token-0123456789");
        using var other = new A2AHttp(fleet.Apis[0].Address, "other-token-0123456789");
        A2AHttp[] clients = [alice, other];
        var threads = await Task.WhenAll(clients.Select(client => Task.WhenAll(Enumerable.Range(0, 2).Select(async i =>
        {
            var task = await client.SendAsync(A2AHttp.Message("#text\nDone.", $"ctx-{i}"), Token);
            Assert.True(task.Status.State == TaskState.Completed, $"{Loss.Said(task)}\n{fleet.Output}");
            return Loss.Session(task);
        }))));

        for (var i = 0; i < 2; i++)
        {
            Assert.Subset(Threads(fleet.Folder.Home(i)).ToHashSet(), threads[i].ToHashSet());
            Assert.Empty(Threads(fleet.Folder.Home(i)).Intersect(threads[1 - i]));
            for (var again = 0; again < 2; again++)
            {
                var sessions = (await clients[i].CallAsync("codex.sessions.list", [], Token))["items"]!.AsArray();
                Assert.Equal(threads[i].Order(), sessions.Select(session => (string)session!["id"]!).Order());
                Assert.All(sessions, session => Assert.Null(session!["metadata"]!["codex"]?["unavailable"]));
                var skills = await clients[i].CallAsync("codex.discovery.skills.list", new JsonObject { ["force_reload"] = true }, Token);
                Assert.Equal(i == 0, skills.ToJsonString().Contains("\"heron\"", StringComparison.Ordinal));
            }

            var own = await clients[i].CallAsync("codex.threads.read", new JsonObject { ["thread_id"] = threads[i][0] }, Token);
            Assert.Equal(threads[i][0], (string)own["thread"]!["id"]!);
            var foreign = await clients[i].RawAsync("codex.threads.read", new JsonObject { ["thread_id"] = threads[1 - i][0] }, Token);
            Assert.Equal((await clients[i].RawAsync("codex.threads.read", new JsonObject { ["thread_id"] = "never" }, Token))["error"]!.ToJsonString(), foreign["error"]!.ToJsonString());
        }
    }

    private static string[] Threads(string home) => Directory.Exists(Path.Combine(home, "sessions"))
        ? [.. Directory.EnumerateFiles(Path.Combine(home, "sessions"), "*.jsonl", SearchOption.AllDirectories).Select(file => Path.GetFileNameWithoutExtension(file)[^36..])]
        : [];
}
