using System.Collections.Concurrent;
using CodexA2A.Chaos.Tests.Fleet.Stage;
using CodexA2A.Chaos.Tests.Fleet.Turns;

namespace CodexA2A.Chaos.Tests.Fleet.Runs;

/// <summary>
/// Kills the owner of a turn at each point of a plan. One kill also hits the turns of other contexts that the same runner has: those
/// that stand at their own point are hit there, the others wherever they are. A turn that ended before its point is tried again.
/// </summary>
internal sealed class PointKills(ChaosFleet fleet, FleetRun run, IEnumerable<TurnPoint> plan) : IDisposable
{
    private readonly ConcurrentQueue<TurnPoint> _plan = new(plan);
    private readonly ConcurrentDictionary<TurnPoint, int> _hits = new();
    private readonly ConcurrentDictionary<ChaosTurn, PointStand> _standing = new();
    // One kill at a time: who dies is replaced before the next one does.
    private readonly SemaphoreSlim _one = new(1, 1);
    private int _kills;
    private int _missed;

    /// <summary>How often the owner of a turn died at each point.</summary>
    public IReadOnlyDictionary<TurnPoint, int> Hits => _hits;

    /// <summary>For the summary.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{_kills} kill -9 of a runner hit {_hits.Values.Sum()} turns at {_hits.Count} points, {_hits.Values.Min()} times each or more; {_missed} turns ended or lost their owner before their point");

    public async Task RunAsync(int sessions, CancellationToken stop)
    {
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await FleetRun.AllAsync([.. Enumerable.Range(0, sessions).Select(session => OneAsync(session, failed.Token))], failed);
    }

    public void Dispose() => _one.Dispose();

    private async Task OneAsync(int session, CancellationToken stop)
    {
        while (_plan.TryDequeue(out var point))
        {
            if (!await TryAsync(session, new PointStand(fleet, run.Owners, point), stop))
            {
                Interlocked.Increment(ref _missed);
                _plan.Enqueue(point);
            }
        }
    }

    private async Task<bool> TryAsync(int session, PointStand stand, CancellationToken stop)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        // The one kill follows at once; the other must not be waited for, because the whole Codex process is held back.
        var mine = stand.Point is TurnPoint.Queued or TurnPoint.BeforeTurnStart;
        if (mine)
        {
            await _one.WaitAsync(stop);
        }

        try
        {
            await stand.PrepareAsync(ChaosTurn.SessionOf(run.Context(session)), stop);
            var (turn, ended) = run.Start(session, stand.Take, stop);
            var reached = stand.ReachAsync(turn, over.Token);
            await Task.WhenAny(reached, ended);
            var hit = false;
            if (reached.IsCompletedSuccessfully && !turn.Ended)
            {
                (var held, mine) = (mine, false);
                hit = await KillAsync(stand, turn, held, stop);
            }

            stand.Release();
            await over.CancelAsync();
            await reached.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await ended;
            return hit;
        }
        finally
        {
            stand.Release();
            _ = mine ? _one.Release() : 0;
        }
    }

    private async Task<bool> KillAsync(PointStand stand, ChaosTurn turn, bool mine, CancellationToken stop)
    {
        var before = turn.Kills;
        if (!stand.Moves)
        {
            _standing[turn] = stand;
        }

        if (!mine)
        {
            await _one.WaitAsync(stop);
        }

        try
        {
            // Another's kill may have been there first.
            return stand.IsHit || (turn.Kills == before && await KillOwnerAsync(stand, turn, stop));
        }
        finally
        {
            _standing.TryRemove(turn, out _);
            _one.Release();
        }
    }

    private async Task<bool> KillOwnerAsync(PointStand stand, ChaosTurn turn, CancellationToken stop)
    {
        await stand.MoveAsync(turn, stop);
        if (turn.Ended || await run.Owners.OfAsync(turn) is not { } owned)
        {
            return false;
        }

        var hit = await run.KillAsync(owned.Runner, stop);
        _kills++;
        foreach (var other in hit)
        {
            if ((other == turn ? stand : _standing.GetValueOrDefault(other)) is { } at)
            {
                at.Hit();
                _hits[at.Point] = _hits.GetValueOrDefault(at.Point) + 1;
            }
        }

        await fleet.StartAsync(owned.Runner, stop);
        return stand.IsHit;
    }
}
