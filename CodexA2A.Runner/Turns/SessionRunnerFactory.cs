using CodexA2A.Tasks;

namespace CodexA2A.Runner.Turns;

/// <summary>Makes the runner of a claimed session.</summary>
internal sealed class SessionRunnerFactory(ITurnQueue queue, ITaskLog log, TurnStarter turns, ILogger<SessionRunner> logger)
{
    /// <summary>A runner for <paramref name="lease"/>, not started.</summary>
    public SessionRunner Create(SessionLease lease) => new(lease, queue, log, turns, logger);
}
