namespace CodexA2A.Tasks;

/// <summary>What the log says to an append.</summary>
public enum AppendStatus
{
    /// <summary>Stored; visible to readers.</summary>
    Ok,

    /// <summary>Already there: an earlier try of the same append had succeeded.</summary>
    Duplicate,

    /// <summary>The log ends earlier than the writer believes; resend everything after <see cref="AppendOutcome.Last"/>.</summary>
    Gap,

    /// <summary>The lease is not the session's any more; the writer must stop its work.</summary>
    Fenced,
}

/// <summary>The answer to an append.</summary>
/// <param name="Status">What happened.</param>
/// <param name="Last">The last event id of the task's log after the call.</param>
public readonly record struct AppendOutcome(AppendStatus Status, EventId Last);
