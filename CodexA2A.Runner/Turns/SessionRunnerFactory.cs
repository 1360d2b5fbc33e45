using CodexA2A.Tasks;

namespace CodexA2A.Runner.Turns;

/// <summary>Makes the runner of a claimed session.</summary>
internal sealed class SessionRunnerFactory(
    ITurnQueue queue, ITaskLog log, RunnerHome home, TurnStarter turns, SessionForgetter forgetter, TurnReplies replies, TimeProvider time, ILogger<SessionRunner> logger)
{
    /// <summary>A runner for <paramref name="lease"/>, not started; it gives <paramref name="place"/> back at its end.</summary>
    /// <param name="lease">What was claimed.</param>
    /// <param name="place">The place to run in.</param>
    /// <param name="claimedAt">A timestamp from before the claim.</param>
    public SessionRunner Create(SessionLease lease, TurnPlace place, long claimedAt) =>
        new(lease, place, queue, log, turns, forgetter, replies, time, logger)
        {
            RenewedAt = claimedAt,
            Others = cancellationToken => OthersWaitAsync(lease.Owner, place.All, cancellationToken),
        };

    /// <summary>True when all places are taken, and another principal has a session for this runner.</summary>
    private async ValueTask<bool> OthersWaitAsync(Owner owner, TurnPlaces places, CancellationToken cancellationToken)
    {
        try
        {
            return places.AreWanted && await queue.HasWorkAsync(home.Identity with { Full = [.. places.Full, owner] }, cancellationToken);
        }
        catch (SeamUnavailableException)
        {
            // Nobody can be served now; what the session itself meets is told by what it does next.
            return false;
        }
    }
}
