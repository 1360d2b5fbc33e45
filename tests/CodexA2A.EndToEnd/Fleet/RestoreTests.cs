using System.Diagnostics;
using CodexA2A.EndToEnd.Harness;
using CodexA2A.Testing;
using StackExchange.Redis;

namespace CodexA2A.EndToEnd.Fleet;

/// <summary>A service that is put together again from copies of what it keeps, as docs/operations.md ("Backup and restore") says to make them.</summary>
public sealed class RestoreTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_fleet_goes_on_from_copies_of_its_Redis_and_its_home()
    {
        await using var fleet = await FleetStage.StartAsync(1, FleetStage.Alike(1), cancellationToken: Token);
        var first = await fleet.Clients[0].SendAsync(A2AHttp.Message("#echo\nthe word is plum"), Token);
        using var copies = new CopiedFolders();
        await CopyRedisAsync(fleet.Redis, copies);
        copies.Copy(fleet.Folder.CodexHome);
        var later = await fleet.Clients[0].SendAsync(A2AHttp.Message("#echo\nnot in the copies"), Token);

        await Task.WhenAll(fleet.Apis.Concat(fleet.Runners).Select(process => process.KillAsync(Token, withCodex: true)));
        await fleet.Redis.KillAsync();
        copies.Restore();
        await fleet.Redis.StartAgainAsync();
        await Task.WhenAll(fleet.Apis.Concat(fleet.Runners).Select(process => process.StartAsync(Token)));

        await AssertGoesOnAsync(fleet.Clients[0], first, later);
    }

    [Fact]
    public async Task One_process_goes_on_from_copies_of_its_folders()
    {
        await using var stage = await Stage.StartAsync(cancellationToken: Token);
        var first = await stage.Client.SendAsync(A2AHttp.Message("#echo\nthe word is plum"), Token);
        await stage.Service.AskToStopAsync(Token);
        Assert.Equal(0, await stage.Service.EndAsync(Token));
        using var copies = new CopiedFolders();
        copies.Copy(stage.Folder.Data);
        copies.Copy(stage.Folder.CodexHome);
        await stage.Service.StartAsync(Token);
        var later = await stage.Client.SendAsync(A2AHttp.Message("#echo\nnot in the copies"), Token);

        await stage.Service.KillAsync(Token, withCodex: true);
        copies.Restore();
        await stage.Service.StartAsync(Token);

        await AssertGoesOnAsync(stage.Client, first, later);
    }

    private static async Task AssertGoesOnAsync(A2AHttp client, AgentTask first, AgentTask later)
    {
        Assert.Equal(TaskState.Completed, (await client.GetTaskAsync(first.Id, Token)).Status.State);
        Assert.NotNull((await client.RawAsync("GetTask", new() { ["id"] = later.Id }, Token))["error"]);
        var next = await client.SendAsync(A2AHttp.Message("#history", first.ContextId), Token);
        Assert.Equal(TaskState.Completed, next.Status.State);
        // In the conversation that the copy of the home holds.
        Assert.Contains(next.Artifacts!, artifact => artifact.Parts.Any(part => part.Text?.Contains("plum", StringComparison.Ordinal) == true));
    }

    /// <summary>While it runs: no rewrite may begin meanwhile, and none may be under way.</summary>
    private static async Task CopyRedisAsync(RedisServer redis, CopiedFolders copies)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);
        var server = connection.GetServers()[0];
        await server.ConfigSetAsync("auto-aof-rewrite-percentage", "0");
        await Waiting.ForAsync(async () => (await server.InfoAsync("persistence")).SelectMany(group => group).Any(line => line is { Key: "aof_rewrite_in_progress", Value: "0" }), Token);
        copies.Copy(redis.Folder);
        await server.ConfigSetAsync("auto-aof-rewrite-percentage", "100");
    }

    /// <summary>Copies of folders, and the way back.</summary>
    private sealed class CopiedFolders : IDisposable
    {
        private readonly DirectoryInfo _place = Directory.CreateTempSubdirectory("codex-a2a-copies-");
        private readonly List<string> _folders = [];

        public void Copy(string folder)
        {
            Copy(folder, Path.Combine(_place.FullName, $"{_folders.Count}"));
            _folders.Add(folder);
        }

        public void Restore()
        {
            for (var i = 0; i < _folders.Count; i++)
            {
                Directory.Delete(_folders[i], recursive: true);
                Copy(Path.Combine(_place.FullName, $"{i}"), _folders[i]);
            }
        }

        public void Dispose() => _place.Delete(recursive: true);

        // Not by our own hands: Codex holds locks on some, which a copy does not mind.
        private static void Copy(string from, string to)
        {
            using var cp = Process.Start("cp", ["-a", from, to]);
            cp.WaitForExit();
            Assert.Equal(0, cp.ExitCode);
        }
    }
}
