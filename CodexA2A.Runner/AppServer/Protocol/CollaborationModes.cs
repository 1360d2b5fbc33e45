using System.Text.Json.Serialization;

namespace CodexA2A.Runner.AppServer.Protocol;

/// <summary>How the agent works with the user, with Codex's own instructions for it.</summary>
/// <param name="Mode"><c>plan</c> or <c>default</c>.</param>
/// <param name="Settings">What goes with it.</param>
internal sealed record CollaborationMode(string Mode, CollaborationSettings Settings);

/// <summary>Settings of a mode. Codex takes none without a model.</summary>
/// <param name="Model">The model.</param>
/// <param name="ReasoningEffort">Its effort; null for the model's own.</param>
internal sealed record CollaborationSettings(string Model, [property: JsonPropertyName("reasoning_effort")] string? ReasoningEffort = null);

/// <summary>Result of <c>collaborationMode/list</c>.</summary>
internal sealed record CollaborationModeListResult(IReadOnlyList<CollaborationModePreset>? Data = null);

/// <summary>A mode that Codex has.</summary>
internal sealed record CollaborationModePreset(string? Name = null, string? Mode = null);
