using System.Text.Json.Nodes;

namespace CodexA2A.Runner.Mapping;

/// <summary>Which turn is mapped into which task.</summary>
/// <param name="TaskId">The A2A task.</param>
/// <param name="ContextId">Its context.</param>
/// <param name="ThreadId">Codex's thread; events of other threads (sub-agents) are not this task's.</param>
/// <param name="TurnId">Codex's turn; null until <c>turn/started</c> names it.</param>
/// <param name="SubmitId">Our id of the submit, which Codex knows as <c>clientUserMessageId</c>.</param>
internal sealed record TurnIdentity(string TaskId, string ContextId, string ThreadId, string? TurnId, string SubmitId)
{
    /// <summary>Where the model's words come from when it is no real one (<c>scripted</c>); shown as <c>metadata.codex.model_source</c>.</summary>
    public string? ModelSource { get; init; }

    /// <summary>What is known of the sandbox at the time, for <c>metadata.codex.sandbox</c>; null or its null tells nothing.</summary>
    public Func<JsonObject?>? Sandbox { get; init; }

    /// <summary>Absolute path of the workspace: paths inside it are shown relative to it.</summary>
    public string? WorkspaceRoot { get; init; }

    /// <summary>Most bytes of a picture that is sent (<see cref="RunnerOptions.ImageBytes"/>); 0 sends none.</summary>
    public int ImageBytes { get; init; } = RunnerOptions.DefaultImageBytes;
}
