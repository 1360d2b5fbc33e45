namespace CodexA2A.Protocol;

/// <summary>Who offers an agent (A2A 1.0, <c>AgentProvider</c>).</summary>
public sealed record AgentProvider
{
    /// <summary>Required. Web site.</summary>
    public required string Url { get; init => field = value ?? ""; }

    /// <summary>Required. Name.</summary>
    public required string Organization { get; init => field = value ?? ""; }
}
