using System.Collections.Concurrent;
using CodexA2A.Tasks;
using Microsoft.Extensions.Options;

namespace CodexA2A.Runner.Turns;

/// <summary>
/// Takes sessions that have work, up to the capacity, and runs each under its lease.
/// On stop it drains: running turns get time to end, then they are interrupted and their sessions given back (contracts.md §6).
/// </summary>
internal sealed partial class TurnWorker(
    ITurnQueue queue,
    RunnerHome home,
    SessionRunnerFactory sessions,
    LeaseKeeper leases,
    IHostApplicationLifetime lifetime,
    IOptions<RunnerOptions> options,
    TimeProvider time,
    ILogger<TurnWorker> logger) : BackgroundService
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LetGoTime = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<SessionId, SessionRunner> _running = new();
#pragma warning disable CA2213 // Without a timer there is nothing to free; it is asked after the end, too.
    private readonly CancellationTokenSource _noMore = new();
#pragma warning restore CA2213

    /// <summary>The places that turns run in.</summary>
    public TurnPlaces Places { get; } = new(options.Value.MaxTurns, options.Value.MaxTurnsPerPrincipal);

    /// <summary>How many sessions run here now.</summary>
    public int Sessions => _running.Count;

    /// <summary>True once it takes no more work.</summary>
    public bool IsDraining => _noMore.IsCancellationRequested;

    /// <summary>Takes no more work, and lets what runs end; the process goes on. How many sessions are left.</summary>
    public int TakeNoMore()
    {
        if (!IsDraining)
        {
            LogTakesNoMore(_running.Count);
            _noMore.Cancel();
        }

        foreach (var session in _running.Values)
        {
            session.TakeNoMore();
        }

        return _running.Count;
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var identity = home.Identity;
        LogServes(identity.Serves);
        using var renewing = new CancellationTokenSource();
        var renewal = leases.RunAsync(identity, () => [.. _running.Values], renewing.Token);
        try
        {
            await StartedAsync(stoppingToken);
            await ClaimAsync(identity, stoppingToken);
            await Task.Delay(Timeout.InfiniteTimeSpan, time, stoppingToken);
        }
        catch (Exception exception) when (stoppingToken.IsCancellationRequested)
        {
            // Asked to stop: whatever it met, what runs is drained below.
            if (exception is not OperationCanceledException)
            {
                LogClaimFailed(exception);
            }
        }

        await DrainAsync();
        await renewing.CancelAsync();
        await renewal;
    }

    /// <summary>A service that cannot start, because its port is taken for example, must not take over turns and lose them again.</summary>
    private async Task StartedAsync(CancellationToken stopping)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.UnsafeRegister(static source => ((TaskCompletionSource)source!).TrySetResult(), started);
        await started.Task.WaitAsync(stopping);
    }

    /// <summary>Until it is asked to stop or to drain: no fault ends the taking of work.</summary>
    private async Task ClaimAsync(RunnerIdentity identity, CancellationToken stopping)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, _noMore.Token);
        try
        {
            while (true)
            {
                try
                {
                    await ClaimNextAsync(identity, either.Token);
                }
                catch (SeamUnavailableException exception)
                {
                    LogSeamUnavailable(exception);
                    await Task.Delay(RetryPause, time, either.Token);
                }
                catch (Exception exception) when (exception is not OperationCanceledException || !either.IsCancellationRequested)
                {
                    LogClaimFailed(exception);
                    await Task.Delay(RetryPause, time, either.Token);
                }
            }
        }
        catch (OperationCanceledException) when (IsDraining && !stopping.IsCancellationRequested)
        {
            // What runs goes on.
        }
    }

    /// <summary>Starts the next session, or waits until there may be one.</summary>
    private async Task ClaimNextAsync(RunnerIdentity identity, CancellationToken stopping)
    {
        var place = await Places.TakeAsync(stopping);
        var eased = Places.Eased;
        var runner = identity with { Full = Places.Full };
        var started = false;
        try
        {
            var asked = time.GetTimestamp();
            // Not given up half-way: a session that was claimed without our hearing of it would wait for its lease to run out.
            if (await queue.TryClaimAsync(runner, CancellationToken.None) is { } lease)
            {
                if (stopping.IsCancellationRequested)
                {
                    await queue.ReleaseAsync(lease, drain: true, CancellationToken.None);
                    return;
                }

                place.Give(lease.Owner);
                Start(sessions.Create(lease, place, asked));
                started = true;
            }
        }
        finally
        {
            if (!started)
            {
                place.Dispose();
            }
        }

        if (!started)
        {
            await WaitForWorkAsync(runner, eased, stopping);
        }
    }

    /// <summary>Also until somebody of whom nothing was taken has room again.</summary>
    private async Task WaitForWorkAsync(RunnerIdentity runner, Task eased, CancellationToken stopping)
    {
        if (runner.Full.Count == 0)
        {
            await queue.WaitForWorkAsync(runner, stopping);
            return;
        }

        using var enough = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var work = queue.WaitForWorkAsync(runner, enough.Token).AsTask();
        await Task.WhenAny(work, eased);
        await enough.CancelAsync();
        try
        {
            await work;
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            // It looks again.
        }
    }

    private void Start(SessionRunner session)
    {
        var entry = new KeyValuePair<SessionId, SessionRunner>(session.Lease.Session, session);
        _running[entry.Key] = session;
        session.Start(() => _running.TryRemove(entry));
        if (IsDraining)
        {
            session.TakeNoMore();
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

        var begun = time.GetTimestamp();
        var all = Task.WhenAll(open.Select(session => session.Completion));
        if (await EndsAsync(all, options.Value.DrainTimeout))
        {
            Drained(begun);
            return;
        }

        foreach (var session in open)
        {
            session.StopTurn();
        }

        if (await EndsAsync(all, options.Value.StopTimeout + LetGoTime))
        {
            Drained(begun);
            return;
        }

        LogDrainIncomplete(_running.Count);
        foreach (var session in open)
        {
            session.Abort();
        }

        await EndsAsync(all, LetGoTime);
    }

    private void Drained(long begun)
    {
        var took = time.GetElapsedTime(begun);
        LogDrained(took);
    }

    private async Task<bool> EndsAsync(Task all, TimeSpan limit)
    {
        try
        {
            await all.WaitAsync(limit, time);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Takes turns and calls of {Principals}.")]
    private partial void LogServes(ServedOwners principals);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The store of turns cannot be reached; trying again.")]
    private partial void LogSeamUnavailable(Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "Taking a session failed unexpectedly; trying again.")]
    private partial void LogClaimFailed(Exception exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "No more work is taken; {Count} sessions are left.")]
    private partial void LogTakesNoMore(int count);

    [LoggerMessage(Level = LogLevel.Information, Message = "Draining {Count} sessions; running turns get {Limit}.")]
    private partial void LogDraining(int count, TimeSpan limit);

    [LoggerMessage(Level = LogLevel.Information, Message = "Drained in {Time}.")]
    private partial void LogDrained(TimeSpan time);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} sessions did not end in time; they are given up, and settled when they are next owned.")]
    private partial void LogDrainIncomplete(int count);
}
