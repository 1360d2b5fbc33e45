using System.Collections.Concurrent;
using CodexA2A.Chaos.Tests.Faults;
using CodexA2A.Chaos.Tests.Ledgers;
using CodexA2A.Tasks;

namespace CodexA2A.Chaos.Tests.Agents;

/// <summary>Takes sessions up to its capacity, and runs each under its lease. Asked to stop it ends what runs, and takes no more.</summary>
internal sealed class AgentWorker(ITaskLog log, ITurnQueue queue, SeamOptions seam, AgentSettings settings, AgentNotes notes)
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<SessionId, AgentSession> _sessions = new();

    public async Task RunAsync(CancellationToken stopping)
    {
        var runner = new RunnerIdentity(settings.Id, "home");
        using var renewing = new CancellationTokenSource();
        var renewal = new AgentLeases(queue, runner, () => [.. _sessions.Values], seam.LeaseTime, settings.Fenced).RunAsync(renewing.Token);
        using var places = new SemaphoreSlim(settings.Capacity, settings.Capacity);
        try
        {
            while (true)
            {
                await places.WaitAsync(stopping);
                if (!await TryStartAsync(runner, places, stopping))
                {
                    places.Release();
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Asked to stop.
        }

        await Task.WhenAll(_sessions.Values.Select(session => session.Completion));
        await renewing.CancelAsync();
        await renewal;
    }

    private async Task<bool> TryStartAsync(RunnerIdentity runner, SemaphoreSlim places, CancellationToken stopping)
    {
        try
        {
            var asked = TimeProvider.System.GetTimestamp();
            if (await queue.TryClaimAsync(runner, stopping) is { } lease)
            {
                Start(new AgentSession(log, queue, lease, TaskWriterOptions.From(seam), settings, notes, asked), places, stopping);
                return true;
            }

            await queue.WaitForWorkAsync(runner, stopping);
        }
        catch (SeamUnavailableException)
        {
            await Pauses.ForAsync(RetryPause, stopping);
        }

        return false;
    }

    private void Start(AgentSession session, SemaphoreSlim places, CancellationToken stopping)
    {
        var entry = new KeyValuePair<SessionId, AgentSession>(session.Lease.Session, session);
        _sessions[entry.Key] = session;
        session.Start(
            () =>
            {
                _sessions.TryRemove(entry);
                places.Release();
            },
            stopping);
    }
}
