namespace CodexA2A.Protocol;

/// <summary>What an agent is and how to reach it (A2A 1.0, <c>AgentCard</c>).</summary>
public sealed record AgentCard
{
    /// <summary>Required. Name for people.</summary>
    public required string Name { get; init => field = value ?? ""; }

    /// <summary>Required. Description for people.</summary>
    public required string Description { get; init => field = value ?? ""; }

    /// <summary>Required. Addresses, the preferred one first.</summary>
    public required IReadOnlyList<AgentInterface> SupportedInterfaces { get; init => field = value ?? []; }

    /// <summary>Who offers the agent.</summary>
    public AgentProvider? Provider { get; init; }

    /// <summary>Required. The agent's own version.</summary>
    public required string Version { get; init => field = value ?? ""; }

    /// <summary>Address of the documentation; kept even when empty (proto <c>optional</c>).</summary>
    public string? DocumentationUrl { get; init; }

    /// <summary>Required. What of the protocol the agent can do.</summary>
    public required AgentCapabilities Capabilities { get; init; }

    /// <summary>Ways to authenticate, by the names that <see cref="SecurityRequirements"/> uses.</summary>
    public IReadOnlyDictionary<string, SecurityScheme>? SecuritySchemes { get; init; }

    /// <summary>Any one of these must be met.</summary>
    public IReadOnlyList<SecurityRequirement>? SecurityRequirements { get; init; }

    /// <summary>Required. Media types accepted.</summary>
    public required IReadOnlyList<string> DefaultInputModes { get; init => field = value ?? []; }

    /// <summary>Required. Media types produced.</summary>
    public required IReadOnlyList<string> DefaultOutputModes { get; init => field = value ?? []; }

    /// <summary>Required. What the agent can do.</summary>
    public required IReadOnlyList<AgentSkill> Skills { get; init => field = value ?? []; }

    /// <summary>Signatures over the card without this member.</summary>
    public IReadOnlyList<AgentCardSignature>? Signatures { get; init; }

    /// <summary>Address of an icon; kept even when empty (proto <c>optional</c>).</summary>
    public string? IconUrl { get; init; }
}
