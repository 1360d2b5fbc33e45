using CodexA2A.Tasks;
using Microsoft.Extensions.Options;

namespace CodexA2A.Runner.Turns;

/// <summary>
/// Renews the leases of the sessions that run here, each third of the lease time, whatever goes wrong with one renewal. Another
/// runner may claim a session when its lease has run out: what could not be renewed is stopped shortly before that. When the
/// process itself stood still for so long, it asks once more: nobody may have claimed, and then its turns go on (contracts.md §6).
/// </summary>
internal sealed partial class LeaseKeeper(
    ITurnQueue queue, RenewalClock renewals, IOptions<SeamOptions> seam, TimeProvider time, ILogger<LeaseKeeper> logger)
{
    private TimeSpan Interval => seam.Value.LeaseTime / 3;

    /// <summary>A lease this old is given up: the rest of its time is for stopping.</summary>
    private TimeSpan SafeTime => seam.Value.LeaseTime * 0.9;

    /// <summary>What is later than planned by more than this was not late by chance.</summary>
    private TimeSpan Grace => seam.Value.LeaseTime * 0.1;

    /// <summary>Renews what <paramref name="sessions"/> gives until <paramref name="stopping"/>; never faults.</summary>
    public async Task RunAsync(RunnerIdentity runner, Func<IReadOnlyCollection<SessionRunner>> sessions, CancellationToken stopping)
    {
        renewals.Renewed();
        try
        {
            var wait = Interval;
            var stoodStill = false;
            while (true)
            {
                var began = time.GetTimestamp();
                await Task.Delay(wait, time, stopping);
                stoodStill |= StoodStill(began, wait);
                if (!stoodStill)
                {
                    LoseOverdue(sessions());
                }

                began = time.GetTimestamp();
                var limit = Limit(sessions());
                var renewed = await TryRenewAsync(runner, sessions(), limit, stopping);
                // Also when the answer came: it is of the time before, and counts as old.
                stoodStill = StoodStill(began, limit);
                if (!stoodStill)
                {
                    LoseOverdue(sessions());
                }

                // After a fault soon again, and in time to give up what it may cost.
                wait = stoodStill ? TimeSpan.Zero : renewed ? Interval : Least(Interval / 3, Left(sessions()));
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The worker has drained.
        }
    }

    private bool StoodStill(long began, TimeSpan planned) => time.GetElapsedTime(began) > planned + Grace;

    private async Task<bool> TryRenewAsync(RunnerIdentity runner, IReadOnlyCollection<SessionRunner> sessions, TimeSpan limit, CancellationToken stopping)
    {
        try
        {
            return await RenewAsync(runner, sessions, limit, stopping);
        }
        catch (Exception exception) when (!stopping.IsCancellationRequested)
        {
            Report(exception);
            return false;
        }
    }

    // True when all of them were.
    private async Task<bool> RenewAsync(RunnerIdentity runner, IReadOnlyCollection<SessionRunner> sessions, TimeSpan within, CancellationToken stopping)
    {
        // Counted from the question: when the store did it we do not know.
        var asked = time.GetTimestamp();
        // A store that does not answer must not keep us from giving up in time.
        using var limit = new CancellationTokenSource(within, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, limit.Token);
        var renewed = await queue.RenewAsync(runner, [.. sessions.Select(session => session.Lease)], either.Token).AsTask().WaitAsync(either.Token);
        if (renewed.Unanswered.Count == 0)
        {
            renewals.Renewed();
        }

        // The sessions that were asked about: one of them may have been released and claimed again meanwhile.
        foreach (var session in sessions)
        {
            if (renewed.Lost.Contains(session.Lease.Session))
            {
                Lose(session);
            }
            else if (!renewed.Unanswered.Contains(session.Lease.Session))
            {
                session.RenewedAt = asked;
            }
        }

        return renewed.Unanswered.Count == 0;
    }

    /// <summary>How long the store may take to answer: as long as there is, and after a standstill a moment.</summary>
    private TimeSpan Limit(IReadOnlyCollection<SessionRunner> sessions) =>
        Least(SafeTime, Left(sessions)) is var left && left > TimeSpan.Zero ? left : Grace;

    /// <summary>How long until the first of those that are not stopping already must be given up; null when there is none.</summary>
    private TimeSpan? Left(IReadOnlyCollection<SessionRunner> sessions) =>
        sessions.Where(session => !session.IsStopping).Min(session => (TimeSpan?)Left(session));

    private TimeSpan Left(SessionRunner session) => SafeTime - time.GetElapsedTime(session.RenewedAt);

    private static TimeSpan Least(TimeSpan some, TimeSpan? other) =>
        other is not { } left || some < left ? some : left > TimeSpan.Zero ? left : TimeSpan.Zero;

    private void LoseOverdue(IReadOnlyCollection<SessionRunner> sessions)
    {
        foreach (var session in sessions.Where(session => Left(session) <= TimeSpan.Zero))
        {
            Lose(session);
        }
    }

    private void Lose(SessionRunner session)
    {
        // One that was released while we asked has nothing to lose.
        if (!session.IsStopping && !session.Completion.IsCompleted)
        {
            LogLeaseLost(session.Lease.Session.Value);
            session.Abort();
        }
    }

    private void Report(Exception exception)
    {
        if (exception is SeamUnavailableException or OperationCanceledException)
        {
            LogSeamUnavailable(exception);
        }
        else
        {
            LogBroken(exception);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The leases could not be renewed: the store of turns cannot be reached; trying again.")]
    private partial void LogSeamUnavailable(Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "The renewal of the leases failed unexpectedly; trying again.")]
    private partial void LogBroken(Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The lease on session {Session} is lost; its turn is stopped.")]
    private partial void LogLeaseLost(string session);
}
