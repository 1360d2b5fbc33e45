using System.Text.Json;
using System.Text.Json.Nodes;

namespace CodexA2A.Runner.AppServer.Protocol;

/// <summary>What <c>thread/start</c> and <c>thread/resume</c> have in common. What is null is left to Codex's own configuration.</summary>
internal abstract record ThreadSettings
{
    /// <summary>Absolute path of the workspace.</summary>
    public string? Cwd { get; init; }

    /// <summary>Model slug.</summary>
    public string? Model { get; init; }

    /// <summary>Id of a configured model provider.</summary>
    public string? ModelProvider { get; init; }

    /// <summary><c>untrusted</c>, <c>on-request</c> or <c>never</c>.</summary>
    public string? ApprovalPolicy { get; init; }

    /// <summary><c>read-only</c>, <c>workspace-write</c> or <c>danger-full-access</c>.</summary>
    public string? Sandbox { get; init; }

    /// <summary>Configuration overrides, dotted key to value; the client adds what every thread needs.</summary>
    public JsonObject? Config { get; init; }

    /// <summary>Replaces Codex's base instructions.</summary>
    public string? BaseInstructions { get; init; }

    /// <summary>Added to the developer message.</summary>
    public string? DeveloperInstructions { get; init; }
}

/// <summary>Parameters of <c>thread/start</c>.</summary>
internal sealed record ThreadStartParams : ThreadSettings
{
    /// <summary>True: nothing is written to disk, and nothing can be resumed.</summary>
    public bool? Ephemeral { get; init; }

    /// <summary>Name of this service in Codex's records.</summary>
    public string? ServiceName { get; init; }

    /// <summary>Tools that the client runs itself (experimental).</summary>
    public JsonArray? DynamicTools { get; init; }
}

/// <summary>Parameters of <c>thread/resume</c>; turns are left out of the answer unless asked for.</summary>
internal sealed record ThreadResumeParams : ThreadSettings
{
    /// <summary>The thread to load.</summary>
    public required string ThreadId { get; init; }

    /// <summary>True leaves the history out of the answer; page it with the list calls.</summary>
    public bool ExcludeTurns { get; init; } = true;
}

/// <summary>Answer to <c>thread/start</c>, <c>thread/resume</c> (only the fields we use).</summary>
internal sealed record ThreadStartResult(
    CodexThread Thread,
    string? Model,
    string? ModelProvider,
    string? Cwd,
    string? ReasoningEffort,
    JsonElement? Sandbox = null);
