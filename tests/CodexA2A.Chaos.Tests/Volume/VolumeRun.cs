using System.Diagnostics;
using CodexA2A.Chaos.Tests.Agents;
using CodexA2A.Chaos.Tests.Faults;
using CodexA2A.Chaos.Tests.Ledgers;
using CodexA2A.EndToEnd.Harness;
using CodexA2A.Tasks;
using CodexA2A.Testing;
using StackExchange.Redis;

namespace CodexA2A.Chaos.Tests.Volume;

/// <summary>One run: Redis, agents, clients and faults, and in the end what came of it. Whatever happens, nothing is left behind.</summary>
internal sealed class VolumeRun(VolumeSize size, int seed)
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    /// <summary>Runs it; the report, and one line that sums it up.</summary>
    public async Task<(VolumeReport Report, string Summary)> RunAsync(CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(size.Limit);
        using var folder = new RunFolder();
        await using var redis = await RedisServer.StartAsync(SeamPlace.ServerArguments);
        var settings = new SeamPlace(redis.ConnectionString).Settings(size.Hints).ToArray();
        await using var fleet = new AgentFleet(id => new AgentSettings(id, folder.Path, size.Fenced, size.Capacity, Step), settings);
        fleet.Start(size.Agents);
        await using var first = await SeamReplica.StartAsync(settings, limit.Token);
        await using var second = await SeamReplica.StartAsync(settings, limit.Token);

        var client = new VolumeClient([first, second], seed);
        var driver = new FaultDriver(
            fleet, redis, folder.Path, notes => size.Fenced ? notes.Any(line => line.Note == AgentNote.Fenced) : AgentNotes.CompletedTwice(notes).Any());
        await LoadAsync(client, driver, limit.Token);
        await using var store = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);
        // After a kill of Redis who hears hints subscribes again a moment later.
        await Waiting.ForAsync(async () => await AnyHearsAsync(store) || !size.Hints, limit.Token);
        Assert.Equal(size.Hints, await AnyHearsAsync(store));
        await fleet.EndAsync(limit.Token);

        var report = new VolumeReport(AgentNotes.Read(folder.Path), EffectFiles.Count(folder.Path));
        foreach (var ledgers in client.Ledgers.Values)
        {
            report.Add(ledgers.Zip(await Task.WhenAll(ledgers.Select(ledger => StoredTask.ReadAsync(store.GetDatabase(), ledger.TaskId)))));
        }

        var page = await first.Log.ListAsync(Submissions.Owner, new TaskListQuery(1), limit.Token);
        Assert.Equal(client.Ledgers.Values.Sum(ledgers => ledgers.Count), page.Total);
        return (report, Summary(client, driver, report, clock.Elapsed));
    }

    private static async Task<bool> AnyHearsAsync(ConnectionMultiplexer store) =>
        ((RedisResult[])(await store.GetServers()[0].ExecuteAsync("PUBSUB", "SHARDCHANNELS"))!).Length > 0;

    private async Task LoadAsync(VolumeClient client, FaultDriver driver, CancellationToken stop)
    {
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var faults = driver.RunAsync(Fault.Plan(size.Faults, seed), failed.Token);
        var least = (size.Commands + size.Sessions - 1) / size.Sessions;
        List<Task> all = [faults, .. Enumerable.Range(0, size.Sessions).Select(number => client.RunAsync(number, least, () => faults.IsCompleted, failed.Token))];
        await foreach (var ended in Task.WhenEach(all))
        {
            if (!ended.IsCompletedSuccessfully)
            {
                // The first that fails says why; the others end, and are not left running.
                await failed.CancelAsync();
                await Task.WhenAll(all).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                await ended;
            }
        }
    }

    private string Summary(VolumeClient client, FaultDriver driver, VolumeReport report, TimeSpan took)
    {
        var kind = (size.Fenced ? "" : ", control without fencing") + (size.Hints ? "" : ", without hints");
        var times = driver.TakeoverTimes();
        string[] parts =
        [
            FormattableString.Invariant($"{report.Completed + report.Failed} commands in {size.Sessions} sessions of {size.Agents} agents ({report.Completed} completed, {report.Failed} failed by name)"),
            FormattableString.Invariant($"{report.Events} events, {client.Reconnects} reconnects"),
            $"{FaultCounts.Of(driver.Happened)}",
            FormattableString.Invariant($"{report.Fenced} writes fenced, {report.Takeovers} takeovers{Percentiles(times)}"),
            FormattableString.Invariant($"lost {report.Lost}, repeated {report.Repeated}, out of order {report.OutOfOrder}, resyncs {report.Resyncs}"),
            FormattableString.Invariant($"doubles: {report.AcknowledgedTwice} completions, {report.EffectsTwice} effects, {report.EndedTwice} ends"),
            FormattableString.Invariant($"{took.TotalSeconds:0.0} s, seed {seed}"),
        ];
        return $"chaos volume{kind}: {string.Join("; ", parts)}";
    }

    private static string Percentiles(IReadOnlyList<TimeSpan> times) => times.Count == 0 ? "" : FormattableString.Invariant(
        $" (by another, after a kill with Redis up: p50 {times[times.Count / 2].TotalSeconds:0.0} s, p95 {times[times.Count * 95 / 100].TotalSeconds:0.0} s of {times.Count})");
}
