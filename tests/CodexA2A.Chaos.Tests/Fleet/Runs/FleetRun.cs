using System.Collections.Concurrent;
using System.Diagnostics;
using CodexA2A.Chaos.Tests.Fleet.Stage;
using CodexA2A.Chaos.Tests.Fleet.Turns;
using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.Chaos.Tests.Fleet.Runs;

/// <summary>The turns of one test, and the kills of their owners.</summary>
/// <param name="fleet">The processes.</param>
/// <param name="name">What its contexts and turns are named after.</param>
internal sealed class FleetRun(ChaosFleet fleet, string name) : IDisposable
{
    private readonly FleetClient _client = new(fleet);
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly ConcurrentQueue<ChaosTurn> _turns = new();
    private int _count;

    public Owners Owners { get; } = new(fleet);

    /// <summary>Every turn so far.</summary>
    public IReadOnlyCollection<ChaosTurn> Turns => _turns;

    /// <summary>A new turn of a context, and its client's work.</summary>
    /// <param name="session">The number of the context.</param>
    /// <param name="text">Its words, by its name.</param>
    /// <param name="stop">Ends it.</param>
    /// <param name="breaks">How often its stream is broken by force.</param>
    /// <param name="home">The Api that its client goes to first.</param>
    public (ChaosTurn Turn, Task Ended) Start(int session, Func<TurnText, TurnText> text, CancellationToken stop, int breaks = 0, int? home = null)
    {
        var turn = new ChaosTurn(text(new TurnText($"{name}-{Interlocked.Increment(ref _count)}")), Context(session), home ?? session) { BreaksLeft = breaks };
        _turns.Enqueue(turn);
        // Only those that end at a question wait before they answer.
        if (!turn.Text.Asks)
        {
            turn.LetAnswer();
        }

        return (turn, _client.RunAsync(turn, stop));
    }

    /// <summary>The name of a context.</summary>
    public string Context(int session) => $"{name}-{session}";

    /// <summary>So many contexts with one turn after the other until <paramref name="until"/> is over, and each at least one.</summary>
    public async Task LoadAsync(int sessions, Func<TurnText, TurnText> text, Func<CancellationToken, Task> until, CancellationToken stop)
    {
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var faults = until(failed.Token);
        await AllAsync([faults, .. Enumerable.Range(0, sessions).Select(OneAsync)], failed);

        async Task OneAsync(int session)
        {
            do
            {
                await Start(session, text, failed.Token).Ended;
            }
            while (!faults.IsCompleted);
        }
    }

    /// <summary>Kills a runner; the turns that it had.</summary>
    public Task<IReadOnlyList<ChaosTurn>> KillAsync(ServiceProcess runner, CancellationToken stop) => HitAsync(runner, () => runner.KillAsync(stop));

    /// <summary>Lets something happen to a runner, and tells the turns that it has; these.</summary>
    public async Task<IReadOnlyList<ChaosTurn>> HitAsync(ServiceProcess runner, Func<Task> fault)
    {
        var owned = await OwnedAsync();
        var at = TimeProvider.System.GetUtcNow();
        await fault();
        List<ChaosTurn> hit = [];
        foreach (var (turn, lease) in owned.Where(one => one.Lease.Runner == runner))
        {
            turn.Killed(at, lease.Epoch);
            hit.Add(turn);
        }

        return hit;
    }

    /// <summary>The runner with the most open turns; null when none has any.</summary>
    public async Task<ServiceProcess?> BusiestAsync() =>
        (await OwnedAsync()).GroupBy(one => one.Lease.Runner).MaxBy(group => group.Count())?.Key;

    /// <summary>Compares what came with what is stored; fails when anything is not as it must be.</summary>
    public async Task<string> EndAsync(string faults)
    {
        var report = await FleetReport.ReadAsync(fleet, _turns);
        var summary = $"chaos fleet, {name}: {report.Summary(faults, _clock.Elapsed)}";
        Assert.True(report.Problems.Count == 0, $"{summary}\n{string.Join('\n', report.Problems.Take(20))}\n{fleet.Output}");
        return summary;
    }

    /// <summary>The first that fails says why; the others end, and are not left running.</summary>
    public static async Task AllAsync(IReadOnlyCollection<Task> all, CancellationTokenSource failed)
    {
        await foreach (var ended in Task.WhenEach(all))
        {
            if (!ended.IsCompletedSuccessfully)
            {
                await failed.CancelAsync();
                await Task.WhenAll(all).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                await ended;
            }
        }
    }

    private async Task<IEnumerable<(ChaosTurn Turn, Owned Lease)>> OwnedAsync()
    {
        var open = _turns.Where(turn => turn.Accepted.IsCompleted && !turn.Ended).ToArray();
        var leases = await Task.WhenAll(open.Select(Owners.OfAsync));
        return open.Zip(leases).Where(pair => pair.Second is not null).Select(pair => (pair.First, pair.Second!));
    }

    public void Dispose() => _client.Dispose();
}
