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

    /// <summary>The places that turns run in.</summary>
    public TurnPlaces Places { get; } = new(options.Value.MaxTurns);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var identity = home.Identity;
        using var renewing = new CancellationTokenSource();
        var renewal = leases.RunAsync(identity, () => [.. _running.Values], renewing.Token);
        try
        {
            await StartedAsync(stoppingToken);
            await ClaimAsync(identity, stoppingToken);
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

    /// <summary>Until it is asked to stop: no fault ends the taking of work.</summary>
    private async Task ClaimAsync(RunnerIdentity identity, CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                await ClaimNextAsync(identity, stopping);
            }
            catch (SeamUnavailableException exception)
            {
                LogSeamUnavailable(exception);
                await Task.Delay(RetryPause, time, stopping);
            }
            catch (Exception exception) when (!stopping.IsCancellationRequested)
            {
                LogClaimFailed(exception);
                await Task.Delay(RetryPause, time, stopping);
            }
        }
    }

    /// <summary>Starts the next session, or waits until there may be one.</summary>
    private async Task ClaimNextAsync(RunnerIdentity identity, CancellationToken stopping)
    {
        var place = await Places.TakeAsync(stopping);
        var started = false;
        try
        {
            var asked = time.GetTimestamp();
            if (await queue.TryClaimAsync(identity, stopping) is { } lease)
            {
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
            await queue.WaitForWorkAsync(identity, stopping);
        }
    }

    private void Start(SessionRunner session)
    {
        var entry = new KeyValuePair<SessionId, SessionRunner>(session.Lease.Session, session);
        _running[entry.Key] = session;
        session.Start(() => _running.TryRemove(entry));
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
        if (await EndsAsync(all, options.Value.DrainTimeout))
        {
            return;
        }

        foreach (var session in open)
        {
            session.StopTurn();
        }

        if (await EndsAsync(all, options.Value.StopTimeout + LetGoTime))
        {
            return;
        }

        LogDrainIncomplete(_running.Count);
        foreach (var session in open)
        {
            session.Abort();
        }

        await EndsAsync(all, LetGoTime);
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "The store of turns cannot be reached; trying again.")]
    private partial void LogSeamUnavailable(Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "Taking a session failed unexpectedly; trying again.")]
    private partial void LogClaimFailed(Exception exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "Draining {Count} sessions; running turns get {Limit}.")]
    private partial void LogDraining(int count, TimeSpan limit);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} sessions did not end in time; they are given up, and settled when they are next owned.")]
    private partial void LogDrainIncomplete(int count);
}
