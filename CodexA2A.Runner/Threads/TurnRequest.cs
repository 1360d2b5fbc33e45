using System.Text.Json;
using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Workspaces;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Threads;

/// <summary>What a turn gives to Codex; made by Mapping, opaque to Turns.</summary>
/// <param name="Input">The user's message.</param>
internal sealed record TurnRequest(IReadOnlyList<UserInput> Input)
{
    /// <summary>Absolute path of the folder to work in.</summary>
    public string? Directory { get; init; }

    /// <summary>Model from this turn on.</summary>
    public string? Model { get; init; }

    /// <summary>Reasoning effort from this turn on.</summary>
    public string? Effort { get; init; }

    /// <summary>Reasoning summary from this turn on.</summary>
    public string? Summary { get; init; }

    /// <summary>How the agent works with the user from this turn on: <c>plan</c> or <c>default</c>.</summary>
    public string? Mode { get; init; }

    /// <summary><see cref="Mode"/> as Codex takes it (<see cref="ModeGuard"/>).</summary>
    public CollaborationMode? Collaboration { get; init; }

    /// <summary>JSON Schema of the answer, for this turn only.</summary>
    public JsonElement? OutputSchema { get; init; }

    /// <summary>The turn has a thread of its own, which is gone after it.</summary>
    public bool Ephemeral { get; init; }

    /// <summary>What to review in place of taking the input; null for an ordinary turn.</summary>
    public ReviewTarget? Review { get; init; }

    /// <summary>Files that lie in the workspace when the turn begins; <see cref="Input"/> names them.</summary>
    public IReadOnlyList<InboxFile> Files { get; init; } = [];

    /// <summary>The same folder and settings with other words.</summary>
    public TurnRequest Saying(string text) => this with { Input = [new TextInput(text)], Review = null };
}
