using System.Collections.Concurrent;
using CodexA2A.Tasks;
using Microsoft.Extensions.Options;

namespace CodexA2A.Runner.Turns;

/// <summary>
/// Takes sessions that have work, up to the capacity, runs each under its lease, and keeps the leases alive.
/// On stop it drains: running turns get time to end, then they are interrupted and their sessions given back (contracts.md §6).
/// </summary>
internal sealed partial class TurnWorker(
    ITurnQueue queue,
    RunnerHome home,
    SessionRunnerFactory sessions,
    RenewalClock renewals,
    IOptions<RunnerOptions> options,
    IOptions<SeamOptions> seam,
    TimeProvider time,
    ILogger<TurnWorker> logger) : BackgroundService
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<SessionId, SessionRunner> _running = new();
    private readonly SemaphoreSlim _slots = new(options.Value.MaxTurns);

    /// <summary>How many sessions are owned now.</summary>
    public int Owned => _running.Count;

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var identity = home.Identity;
        using var renewing = new CancellationTokenSource();
        var renewal = RenewAsync(identity, renewing.Token);
        try
        {
            await ClaimAsync(identity, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Asked to stop: what runs is drained below.
        }

        await DrainAsync();
        await renewing.CancelAsync();
        await renewal;
    }

    private async Task ClaimAsync(RunnerIdentity identity, CancellationToken stopping)
    {
        while (true)
        {
            await _slots.WaitAsync(stopping);
            SessionLease? lease = null;
            try
            {
                lease = await queue.TryClaimAsync(identity, stopping);
                if (lease is not null)
                {
                    Start(lease);
                    continue;
                }
            }
            catch (SeamUnavailableException exception)
            {
                LogSeamUnavailable(exception);
                await Task.Delay(RetryPause, time, stopping);
            }
            finally
            {
                if (lease is null)
                {
                    _slots.Release();
                }
            }

            await WaitForWorkAsync(identity, stopping);
        }
    }

    private async Task WaitForWorkAsync(RunnerIdentity identity, CancellationToken stopping)
    {
        try
        {
            await queue.WaitForWorkAsync(identity, stopping);
        }
        catch (SeamUnavailableException exception)
        {
            LogSeamUnavailable(exception);
            await Task.Delay(RetryPause, time, stopping);
        }
    }

    private void Start(SessionLease lease)
    {
        var session = sessions.Create(lease);
        _running[lease.Session] = session;
        session.Start(() =>
        {
            _running.TryRemove(new KeyValuePair<SessionId, SessionRunner>(lease.Session, session));
            _slots.Release();
        });
    }

    private async Task RenewAsync(RunnerIdentity identity, CancellationToken stopping)
    {
        var lastSuccess = time.GetTimestamp();
        renewals.Renewed();
        using var timer = new PeriodicTimer(seam.Value.LeaseTime / 3, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
            {
                try
                {
                    var leases = _running.Values.Select(session => session.Lease).ToArray();
                    var outcome = await queue.RenewAsync(identity, leases, stopping);
                    lastSuccess = time.GetTimestamp();
                    renewals.Renewed();
                    foreach (var lost in outcome.Lost)
                    {
                        Lose(lost, leases.First(lease => lease.Session == lost).Epoch);
                    }
                }
                catch (SeamUnavailableException exception)
                {
                    LogSeamUnavailable(exception);
                    // Another runner may claim at the deadline: whatever we still run must be over by then.
                    if (time.GetElapsedTime(lastSuccess) >= seam.Value.LeaseTime - TimeSpan.FromSeconds(1))
                    {
                        foreach (var (session, running) in _running)
                        {
                            Lose(session, running.Lease.Epoch);
                        }
                    }
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The worker has drained.
        }
    }

    /// <summary>Only the lease that was asked about: the session may have been released and claimed again meanwhile.</summary>
    private void Lose(SessionId session, long epoch)
    {
        if (_running.TryGetValue(session, out var running) && running.Lease.Epoch == epoch)
        {
            LogLeaseLost(session.Value);
            running.Abort();
        }
    }

    private async Task DrainAsync()
    {
        var open = _running.Values.ToArray();
        if (open.Length == 0)
        {
            return;
        }

        LogDraining(open.Length, options.Value.DrainTimeout);
        foreach (var session in open)
        {
            session.TakeNoMore();
        }

        var all = Task.WhenAll(open.Select(session => session.Completion));
        try
        {
            await all.WaitAsync(options.Value.DrainTimeout, time);
            return;
        }
        catch (TimeoutException)
        {
            foreach (var session in open)
            {
                session.StopTurn();
            }
        }

        try
        {
            await all.WaitAsync(options.Value.StopTimeout + TimeSpan.FromSeconds(2), time);
        }
        catch (TimeoutException)
        {
            LogDrainIncomplete(_running.Count);
            foreach (var session in open)
            {
                session.Abort();
            }
        }
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        _slots.Dispose();
        base.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The store of turns cannot be reached; trying again.")]
    private partial void LogSeamUnavailable(Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The lease on session {Session} is lost; its turn is stopped.")]
    private partial void LogLeaseLost(string session);

    [LoggerMessage(Level = LogLevel.Information, Message = "Draining {Count} sessions; running turns get {Limit}.")]
    private partial void LogDraining(int count, TimeSpan limit);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} sessions did not end in time; they are given up, and settled when they are next owned.")]
    private partial void LogDrainIncomplete(int count);
}
