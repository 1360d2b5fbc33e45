namespace CodexA2A.Protocol;

/// <summary>Status of a task (A2A 1.0, <c>TaskStatus</c>).</summary>
public sealed record TaskStatus
{
    /// <summary>Required.</summary>
    public required TaskState State { get; init; }

    /// <summary>What the agent says about this state.</summary>
    public Message? Message { get; init; }

    /// <summary>When the state was entered; UTC with milliseconds on the wire.</summary>
    public DateTimeOffset? Timestamp { get; init; }
}
