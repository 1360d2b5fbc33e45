using CodexA2A.Tasks;

namespace CodexA2A.Chaos.Tests.Agents;

/// <summary>
/// Renews the leases each third of their time, as a runner does, and stops the work of a session that is lost or could not be renewed
/// in time. After a standstill of the process it asks first: nobody may have claimed. In the control nothing is ever stopped.
/// </summary>
internal sealed class AgentLeases(
    ITurnQueue queue, RunnerIdentity runner, Func<IReadOnlyCollection<AgentSession>> sessions, TimeSpan leaseTime, bool gives)
{
    private readonly TimeProvider _time = TimeProvider.System;

    private TimeSpan Tick => leaseTime / 9;

    private TimeSpan SafeTime => leaseTime * 0.9;

    public async Task RunAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Tick);
        var (before, renewed) = (_time.GetTimestamp(), true);
        try
        {
            for (var tick = 1; await timer.WaitForNextTickAsync(stopping); tick++)
            {
                var stoodStill = _time.GetElapsedTime(before) > Tick + (leaseTime * 0.1);
                if (!stoodStill)
                {
                    StopOverdue();
                }

                if (stoodStill || !renewed || tick % 3 == 0)
                {
                    renewed = await TryRenewAsync(stopping);
                    StopOverdue();
                }

                before = _time.GetTimestamp();
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The worker has ended.
        }
    }

    private async Task<bool> TryRenewAsync(CancellationToken stopping)
    {
        var (asked, those) = (_time.GetTimestamp(), sessions());
        try
        {
            var outcome = await queue.RenewAsync(runner, [.. those.Select(session => session.Lease)], stopping).AsTask().WaitAsync(leaseTime / 3, stopping);
            foreach (var session in those)
            {
                if (outcome.Lost.Contains(session.Lease.Session))
                {
                    session.Abort();
                }
                else
                {
                    session.RenewedAt = asked;
                }
            }

            return true;
        }
        catch (Exception exception) when (exception is SeamUnavailableException or TimeoutException)
        {
            return false;
        }
    }

    private void StopOverdue()
    {
        foreach (var session in sessions().Where(session => gives && _time.GetElapsedTime(session.RenewedAt) > SafeTime))
        {
            session.Abort();
        }
    }
}
