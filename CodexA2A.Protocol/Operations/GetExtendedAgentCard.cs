namespace CodexA2A.Protocol;

/// <summary>Request of GetExtendedAgentCard (A2A 1.0, 3.1.11). The answer is an <see cref="AgentCard"/>.</summary>
public sealed record GetExtendedAgentCardRequest
{
    /// <summary>Tenant of the interface that was called.</summary>
    public string? Tenant { get; init; }
}
