using System.Collections.Concurrent;
using CodexA2A.Tasks;

namespace CodexA2A.Benchmarks.Workers;

/// <summary>Renews leases as a runner does, each third of the lease time, and keeps how long it took.</summary>
internal sealed class Renewals : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentQueue<double> _took = new();
    private readonly Task _running;

    public Renewals(SeamAccess seam, RunnerIdentity runner, IReadOnlyCollection<SessionLease> leases) => _running = RunAsync(seam, runner, leases);

    /// <summary>How long each took, in milliseconds.</summary>
    /// <exception cref="InvalidOperationException">A lease was lost.</exception>
    public async Task<double[]> TookAsync()
    {
        if (_running.IsFaulted)
        {
            await _running;
        }

        return [.. _took];
    }

    /// <summary>Forgets what is known so far.</summary>
    public void Reset() => _took.Clear();

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    private async Task RunAsync(SeamAccess seam, RunnerIdentity runner, IReadOnlyCollection<SessionLease> leases)
    {
        using var timer = new PeriodicTimer(seam.Options.LeaseTime / 3);
        do
        {
            var began = TimeProvider.System.GetTimestamp();
            var outcome = await seam.Queue.RenewAsync(runner, leases, _end.Token);
            _took.Enqueue(TimeProvider.System.GetElapsedTime(began).TotalMilliseconds);
            if (outcome.Lost.Count > 0)
            {
                throw new InvalidOperationException($"{outcome.Lost.Count} of {leases.Count} leases were lost.");
            }
        }
        while (await timer.WaitForNextTickAsync(_end.Token));
    }
}
