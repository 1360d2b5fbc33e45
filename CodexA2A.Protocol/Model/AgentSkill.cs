namespace CodexA2A.Protocol;

/// <summary>One thing an agent can do (A2A 1.0, <c>AgentSkill</c>).</summary>
public sealed record AgentSkill
{
    /// <summary>Required. Unique in the card.</summary>
    public required string Id { get; init => field = value ?? ""; }

    /// <summary>Required. Name for people.</summary>
    public required string Name { get; init => field = value ?? ""; }

    /// <summary>Required. Description for people and models.</summary>
    public required string Description { get; init => field = value ?? ""; }

    /// <summary>Required. Keywords.</summary>
    public required IReadOnlyList<string> Tags { get; init => field = value ?? []; }

    /// <summary>Things one could ask.</summary>
    public IReadOnlyList<string>? Examples { get; init; }

    /// <summary>Media types accepted, where they differ from the card's.</summary>
    public IReadOnlyList<string>? InputModes { get; init; }

    /// <summary>Media types produced, where they differ from the card's.</summary>
    public IReadOnlyList<string>? OutputModes { get; init; }

    /// <summary>What this skill demands beyond the card.</summary>
    public IReadOnlyList<SecurityRequirement>? SecurityRequirements { get; init; }
}
