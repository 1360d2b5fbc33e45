using System.Diagnostics;
using CodexA2A.Chaos.Tests.Agents;
using CodexA2A.Chaos.Tests.Faults;
using CodexA2A.Chaos.Tests.Ledgers;
using CodexA2A.Tasks;
using CodexA2A.Testing;
using StackExchange.Redis;

namespace CodexA2A.Chaos.Tests.Volume;

/// <summary>One run: Redis, agents, clients and faults, and in the end what came of it. Whatever happens, nothing is left behind.</summary>
internal sealed class VolumeRun(VolumeSize size, int seed) : IAsyncDisposable
{
    private const int Replicas = 2;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    private readonly string _folder = Directory.CreateTempSubdirectory("codex-a2a-chaos-").FullName;
    private readonly List<SeamReplica> _replicas = [];
    private RedisServer? _redis;
    private AgentFleet? _fleet;

    /// <summary>Runs it; the report, and one line that sums it up.</summary>
    public async Task<(VolumeReport Report, string Summary)> RunAsync(CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(size.Limit);
        var redis = _redis = await RedisServer.StartAsync(SeamPlace.ServerArguments);
        var place = new SeamPlace(redis.ConnectionString);
        EffectFiles.Prepare(_folder);
        var fleet = _fleet = new AgentFleet(id => new AgentSettings(id, _folder, size.Fenced, size.Capacity, Step), _ => place.Settings(size.Hints));
        fleet.Start(size.Agents);
        for (var i = 0; i < Replicas; i++)
        {
            _replicas.Add(await SeamReplica.StartAsync(place.Settings(size.Hints), limit.Token));
        }

        var client = new VolumeClient(_replicas, seed);
        var driver = new FaultDriver(
            fleet, redis, _folder, notes => size.Fenced ? notes.Any(line => line.Note == AgentNote.Fenced) : AgentNotes.CompletedTwice(notes).Any());
        await LoadAsync(client, driver, limit.Token);
        await fleet.EndAsync(limit.Token);
        var report = await ReportAsync(client, limit.Token);
        return (report, Summary(client, driver, report, clock.Elapsed));
    }

    public async ValueTask DisposeAsync()
    {
        if (_fleet is not null)
        {
            await _fleet.DisposeAsync();
        }

        foreach (var replica in _replicas)
        {
            await replica.DisposeAsync();
        }

        if (_redis is not null)
        {
            await _redis.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

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

    private async Task<VolumeReport> ReportAsync(VolumeClient client, CancellationToken stop)
    {
        var report = new VolumeReport(AgentNotes.Read(_folder), EffectFiles.Count(_folder));
        await using var connection = await ConnectionMultiplexer.ConnectAsync(_redis!.ConnectionString);
        foreach (var ledgers in client.Ledgers.Values)
        {
            var stored = await Task.WhenAll(ledgers.Select(ledger => StoredTask.ReadAsync(connection.GetDatabase(), ledger.TaskId)));
            report.Add(ledgers.Zip(stored));
        }

        var page = await _replicas[0].Log.ListAsync(Submissions.Owner, new TaskListQuery(1), stop);
        Assert.Equal(client.Ledgers.Values.Sum(ledgers => ledgers.Count), page.Total);
        return report;
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
        $" (after a kill p50 {times[times.Count / 2].TotalSeconds:0.0} s, p95 {times[times.Count * 95 / 100].TotalSeconds:0.0} s of {times.Count})");
}
