namespace CodexA2A.Protocol;

/// <summary>Request of SubscribeToTask (A2A 1.0, 3.1.6). The answer is a stream of <see cref="StreamResponse"/>.</summary>
public sealed record SubscribeToTaskRequest
{
    /// <summary>Tenant of the interface that was called.</summary>
    public string? Tenant { get; init; }

    /// <summary>Required. The task.</summary>
    public required string Id { get; init => field = value ?? ""; }
}
