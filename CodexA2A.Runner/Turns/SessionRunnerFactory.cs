using CodexA2A.Tasks;

namespace CodexA2A.Runner.Turns;

/// <summary>Makes the runner of a claimed session.</summary>
internal sealed class SessionRunnerFactory(
    ITurnQueue queue, ITaskLog log, TurnStarter turns, SessionForgetter forgetter, TurnReplies replies, TimeProvider time, ILogger<SessionRunner> logger)
{
    /// <summary>A runner for <paramref name="lease"/>, not started; it gives <paramref name="place"/> back at its end.</summary>
    /// <param name="lease">What was claimed.</param>
    /// <param name="place">The place to run in.</param>
    /// <param name="claimedAt">A timestamp from before the claim.</param>
    public SessionRunner Create(SessionLease lease, TurnPlace place, long claimedAt) =>
        new(lease, place, queue, log, turns, forgetter, replies, time, logger) { RenewedAt = claimedAt };
}
