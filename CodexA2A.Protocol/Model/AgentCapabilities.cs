using System.Text.Json.Nodes;

namespace CodexA2A.Protocol;

/// <summary>What of the protocol an agent can do (A2A 1.0, <c>AgentCapabilities</c>). Unset means no.</summary>
public sealed record AgentCapabilities
{
    /// <summary>SendStreamingMessage and SubscribeToTask.</summary>
    public bool? Streaming { get; init; }

    /// <summary>Webhooks.</summary>
    public bool? PushNotifications { get; init; }

    /// <summary>Extensions it knows.</summary>
    public IReadOnlyList<AgentExtension>? Extensions { get; init; }

    /// <summary>GetExtendedAgentCard.</summary>
    public bool? ExtendedAgentCard { get; init; }
}

/// <summary>An extension an agent knows (A2A 1.0, <c>AgentExtension</c>).</summary>
public sealed record AgentExtension
{
    /// <summary>Its name.</summary>
    public string? Uri { get; init; }

    /// <summary>How this agent uses it.</summary>
    public string? Description { get; init; }

    /// <summary>A client must activate it.</summary>
    public bool Required { get; init; }

    /// <summary>Its settings. Never change it once the card is built.</summary>
    public JsonObject? Params { get; init; }
}
