namespace CodexA2A.Api.Access;

/// <summary>What a credential may do; each operation asks one of them (<see cref="Permissions"/>, docs/decisions/0025).</summary>
[Flags]
internal enum Capability
{
    /// <summary>What every known caller may do.</summary>
    None = 0,

    /// <summary>See tasks, streams, threads, questions, and what the agent can use.</summary>
    Read = 1,

    /// <summary>Begin turns, and have their events sent to webhooks.</summary>
    Send = 2,

    /// <summary>Cancel and steer turns; copy, name, cut, archive and delete threads.</summary>
    Control = 4,

    /// <summary>Have changes reviewed.</summary>
    Review = 8,

    /// <summary>Run commands of its own as tasks.</summary>
    Exec = 16,

    /// <summary>Run a command of its own in a session and wait: part of <see cref="Exec"/>, and of what a credential has that lists nothing.</summary>
    Shell = 32,

    /// <summary>Answer the agent's questions.</summary>
    Answer = 64,

    /// <summary>Read /metrics and /health.</summary>
    Metrics = 128,

    /// <summary>Read threads that belong to nobody; <see cref="Metrics"/> is part of it.</summary>
    Admin = 256,
}
