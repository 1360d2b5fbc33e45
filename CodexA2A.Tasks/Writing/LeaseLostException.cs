namespace CodexA2A.Tasks;

/// <summary>The session belongs to another owner by now, or that cannot be ruled out: stop the agent and write nothing more.</summary>
public sealed class LeaseLostException : Exception
{
    /// <param name="session">The session that is lost.</param>
    /// <param name="inner">Why that must be assumed, where the store did not say so.</param>
    public LeaseLostException(SessionId session, Exception? inner = null)
        : base($"The lease on session {session} is lost.", inner) => Session = session;

    /// <summary>The session that is lost.</summary>
    public SessionId Session { get; }
}
