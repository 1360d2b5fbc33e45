using System.Text.Json;
using System.Text.Json.Nodes;

namespace CodexA2A.Runner.AppServer.Protocol;

/// <summary>Parameters of <c>thread/fork</c>; turns are left out of the answer.</summary>
internal sealed record ThreadForkParams : ThreadSettings
{
    /// <summary>The thread whose history is taken.</summary>
    public required string ThreadId { get; init; }

    /// <summary>The last turn that is taken; null takes all.</summary>
    public string? LastTurnId { get; init; }

    /// <summary>True leaves the history out of the answer.</summary>
    public bool ExcludeTurns { get; init; } = true;
}

/// <summary>Parameters of <c>thread/revert</c>: this turn and those behind it are dropped.</summary>
internal sealed record ThreadRevertParams(string ThreadId, string BeforeTurnId);

/// <summary>Parameters of <c>thread/metadata/update</c>: a member that is null is cleared, one that is missing stays.</summary>
internal sealed record ThreadMetadataUpdateParams(string ThreadId, JsonObject GitInfo);

/// <summary>A thread with every member that Codex tells.</summary>
internal sealed record ThreadElement(JsonElement Thread);

/// <summary>Answer to <c>thread/fork</c>.</summary>
internal sealed record ThreadForkResult(JsonElement Thread, JsonElement? Sandbox = null);
