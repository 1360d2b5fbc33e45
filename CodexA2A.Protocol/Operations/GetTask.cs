namespace CodexA2A.Protocol;

/// <summary>Request of GetTask (A2A 1.0, 3.1.3). The answer is an <see cref="AgentTask"/>.</summary>
public sealed record GetTaskRequest
{
    /// <summary>Tenant of the interface that was called.</summary>
    public string? Tenant { get; init; }

    /// <summary>Required. The task.</summary>
    public required string Id { get; init => field = value ?? ""; }

    /// <summary>How many of the newest messages to return; unset = the server's choice, 0 = none.</summary>
    public int? HistoryLength { get; init; }
}
