using System.Collections.Concurrent;
using CodexA2A.Tasks;
using Microsoft.Extensions.Options;

namespace CodexA2A.Cli.Conformance;

/// <summary>
/// A small scripted agent in the place of the runner, for the official compatibility kit: it owns sessions by lease and writes to
/// the log as a runner does, and everything before the seam is the service's own.
/// </summary>
internal sealed partial class ConformanceAgent(
    ITurnQueue queue, ITaskLog log, ISessionForgetting forgetting, IOptions<SeamOptions> seam, TimeProvider time, ILogger<ConformanceAgent> logger) : BackgroundService
{
    /// <summary>So many sessions at a time, those that wait for their client included.</summary>
    private const int MaxSessions = 1000;

    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    private readonly RunnerIdentity _identity = new($"conformance-{Guid.NewGuid():N}", "conformance");
    private readonly ConcurrentDictionary<ConformanceSession, Task> _running = new();

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var places = new SemaphoreSlim(MaxSessions);
        var renewing = RepeatAsync(RenewAsync, stoppingToken);
        await RepeatAsync(stopping => ClaimAsync(places, stopping), stoppingToken);
        await renewing;
        await Task.WhenAll(_running.Values);
    }

    private async Task ClaimAsync(SemaphoreSlim places, CancellationToken stopping)
    {
        await places.WaitAsync(stopping);
        SessionLease? lease = null;
        try
        {
            lease = await queue.TryClaimAsync(_identity, stopping);
        }
        finally
        {
            if (lease is null)
            {
                places.Release();
            }
        }

        if (lease is null)
        {
            await queue.WaitForWorkAsync(_identity, stopping);
            return;
        }

        var session = new ConformanceSession(lease, queue, log, forgetting, seam.Value, time);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _running[session] = ended.Task;
        _ = Task.Run(() => RunAsync(session, places, ended, stopping), CancellationToken.None);
    }

    // Never faults: whoever stops waits for it.
    private async Task RunAsync(ConformanceSession session, SemaphoreSlim places, TaskCompletionSource ended, CancellationToken stopping)
    {
        try
        {
            await session.RunAsync(stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The next start of the service takes what is left.
        }
#pragma warning disable CA1031 // One session's fault is not the others': its lease runs out, and it is claimed again.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogFailed(exception, session.Lease.Session.Value);
        }
        finally
        {
            _running.TryRemove(session, out _);
            places.Release();
            ended.SetResult();
        }
    }

    private async Task RenewAsync(CancellationToken stopping)
    {
        await Task.Delay(seam.Value.LeaseTime / 3, time, stopping);
        await queue.RenewAsync(_identity, [.. _running.Keys.Select(session => session.Lease)], stopping);
    }

    private async Task RepeatAsync(Func<CancellationToken, Task> action, CancellationToken stopping)
    {
        try
        {
            while (true)
            {
                try
                {
                    await action(stopping);
                }
                catch (SeamUnavailableException exception)
                {
                    LogUnavailable(exception);
                    await Task.Delay(RetryPause, time, stopping);
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Asked to stop.
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The conformance agent failed in session {Session}.")]
    private partial void LogFailed(Exception exception, string session);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The store of tasks cannot be reached; the conformance agent tries again.")]
    private partial void LogUnavailable(Exception exception);
}
