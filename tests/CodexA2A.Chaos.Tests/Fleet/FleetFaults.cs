using CodexA2A.Chaos.Tests.Faults;
using CodexA2A.Chaos.Tests.Fleet.Runs;
using CodexA2A.Chaos.Tests.Fleet.Stage;
using CodexA2A.EndToEnd.Harness;
using CodexA2A.Testing;

namespace CodexA2A.Chaos.Tests.Fleet;

/// <summary>What is done to the processes of a fleet; each leaves them as it found them.</summary>
internal static class FleetFaults
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>The runner with the most open turns stands still until others have them all, and a moment longer.</summary>
    /// <returns>How many turns that were.</returns>
    public static async Task<int> FreezeRunnerAsync(ChaosFleet fleet, FleetRun run, CancellationToken stop)
    {
        ServiceProcess? frozen = null;
        await Waiting.ForAsync(async () => (frozen = await run.BusiestAsync()) is not null, stop);
        var hit = await run.HitAsync(frozen!, () => frozen!.FreezeAsync(stop));
        try
        {
            await Waiting.ForAsync(
                async () =>
                {
                    var owners = await Task.WhenAll(hit.Where(turn => !turn.Ended).Select(run.Owners.OfAsync));
                    return owners.All(owned => owned is not null && owned.Runner != frozen);
                },
                stop);
            await Pauses.ForAsync(Second, stop);
        }
        finally
        {
            await frozen!.ThawAsync(CancellationToken.None);
        }

        using var http = new HttpClient { BaseAddress = frozen.Address };
        await Waiting.ForAsync(async () => (await http.GetAsync("ready", stop)).IsSuccessStatusCode, stop);
        return hit.Count;
    }

    /// <summary>Redis dies, and comes back on its data.</summary>
    public static async Task KillRedisAsync(ChaosFleet fleet, TimeSpan away, CancellationToken stop)
    {
        await fleet.Redis.KillAsync();
        await Pauses.ForAsync(away, stop);
        await fleet.Redis.StartAgainAsync();
    }

    /// <summary>Redis stands still.</summary>
    public static async Task FreezeRedisAsync(ChaosFleet fleet, TimeSpan time, CancellationToken stop)
    {
        await Signals.StopAsync(fleet.Redis.ProcessId);
        try
        {
            await Pauses.ForAsync(time, stop);
        }
        finally
        {
            await Signals.ContinueAsync(fleet.Redis.ProcessId);
        }
    }

    /// <summary>From now on nobody may hear a hint, and who does is cut off.</summary>
    public static async Task SilenceAsync(ChaosFleet fleet, CancellationToken stop)
    {
        var server = fleet.Admin.GetServers()[0];
        await server.ExecuteAsync("ACL", "SETUSER", "default", "-subscribe", "-ssubscribe", "-psubscribe");
        await server.ExecuteAsync("CLIENT", "KILL", "TYPE", "pubsub");
        await Waiting.ForAsync(async () => !await AnyHearsAsync(fleet), stop);
    }

    /// <summary>Hints are heard again, from the next connection on.</summary>
    public static async Task EndSilenceAsync(ChaosFleet fleet)
    {
        var server = fleet.Admin.GetServers()[0];
        await server.ExecuteAsync("ACL", "SETUSER", "default", "+@all");
        await server.ExecuteAsync("CLIENT", "KILL", "TYPE", "normal");
        await Waiting.ForAsync(() => AnyHearsAsync(fleet), CancellationToken.None);
    }

    /// <summary>Whether anybody hears hints now.</summary>
    public static async Task<bool> AnyHearsAsync(ChaosFleet fleet) =>
        ((StackExchange.Redis.RedisResult[])(await fleet.Admin.GetServers()[0].ExecuteAsync("PUBSUB", "SHARDCHANNELS"))!).Length > 0;

    /// <summary>Each process in turn is asked to stop, and started again when it has ended.</summary>
    /// <returns>How long each took to end, in their order.</returns>
    public static async Task<IReadOnlyList<TimeSpan>> RestartAllAsync(ChaosFleet fleet, CancellationToken stop)
    {
        var drains = new List<TimeSpan>();
        foreach (var process in fleet.Apis.Concat(fleet.Runners))
        {
            var begun = TimeProvider.System.GetTimestamp();
            await process.AskToStopAsync(stop);
            Assert.Equal(0, await process.EndAsync(stop));
            drains.Add(TimeProvider.System.GetElapsedTime(begun));
            await fleet.StartAsync(process, stop);
        }

        return drains;
    }
}
