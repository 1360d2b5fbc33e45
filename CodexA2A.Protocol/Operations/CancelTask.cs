using System.Text.Json.Nodes;

namespace CodexA2A.Protocol;

/// <summary>Request of CancelTask (A2A 1.0, 3.1.5). The answer is an <see cref="AgentTask"/>.</summary>
public sealed record CancelTaskRequest
{
    /// <summary>Tenant of the interface that was called.</summary>
    public string? Tenant { get; init; }

    /// <summary>Required. The task.</summary>
    public required string Id { get; init => field = value ?? ""; }

    /// <summary>Free data; never change it once the request is built.</summary>
    public JsonObject? Metadata { get; init; }
}
