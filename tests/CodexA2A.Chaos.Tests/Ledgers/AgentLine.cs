namespace CodexA2A.Chaos.Tests.Ledgers;

/// <summary>One line of an agent's notes.</summary>
/// <param name="Agent">Whose.</param>
/// <param name="At">When.</param>
/// <param name="Note">What happened.</param>
/// <param name="About">The task; the session or the error, where it is not about one.</param>
internal sealed record AgentLine(string Agent, DateTimeOffset At, AgentNote Note, string About);

/// <summary>What an agent notes.</summary>
internal enum AgentNote
{
    /// <summary>A turn is begun; the log has acknowledged it.</summary>
    Begun,

    /// <summary>A turn that another began is this agent's now.</summary>
    TookOver,

    /// <summary>The log has acknowledged the end of a turn.</summary>
    Completed,

    /// <summary>The log has acknowledged that a turn failed.</summary>
    Failed,

    /// <summary>A turn was left unfinished, for whatever reason.</summary>
    Left,

    /// <summary>A write was refused: the lease is another's.</summary>
    Fenced,

    /// <summary>The writer of a session gave up: fenced, or the store was silent for a lease time.</summary>
    Lost,

    /// <summary>A session's work was stopped: its lease is lost, or was not renewed in time.</summary>
    Stopped,

    /// <summary>A session was let go of, because the store could not be reached.</summary>
    LetGo,

    /// <summary>A fault of the agent itself.</summary>
    Error,
}
