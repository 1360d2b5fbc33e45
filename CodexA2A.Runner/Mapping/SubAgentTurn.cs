namespace CodexA2A.Runner.Mapping;

/// <summary>A turn of a sub-agent.</summary>
/// <param name="ThreadId">The sub-agent's thread.</param>
/// <param name="TurnId">Its turn.</param>
internal sealed record SubAgentTurn(string ThreadId, string TurnId);
