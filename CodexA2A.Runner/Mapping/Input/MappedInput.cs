using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Workspaces;

namespace CodexA2A.Runner.Mapping.Input;

/// <summary>A client's message as Codex takes it.</summary>
/// <param name="Input">The parts, in order.</param>
/// <param name="Overrides">What <c>metadata.codex.execution</c> asks for.</param>
/// <param name="Directory"><c>metadata.codex.directory</c> as the client wrote it; the workspace rules decide about it.</param>
/// <param name="SessionId"><c>metadata.shared.session.id</c>: the thread that the client names.</param>
internal sealed record MappedInput(IReadOnlyList<UserInput> Input, TurnOverrides Overrides, string? Directory, string? SessionId)
{
    /// <summary><c>metadata.codex.output_schema</c>: what the answer must fit.</summary>
    public System.Text.Json.JsonElement? OutputSchema { get; init; }

    /// <summary>Files that the input names.</summary>
    public IReadOnlyList<InboxFile> Files { get; init; } = [];
}

/// <summary>Settings for this turn and, as Codex does it, for the later turns of the thread.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Effort">Reasoning effort.</param>
/// <param name="Summary">Reasoning summary.</param>
/// <param name="Personality">Accepted for older clients; this Codex does not act on it any more.</param>
/// <param name="Ephemeral">The turn has a thread of its own, which is gone after it.</param>
/// <param name="Mode">How the agent works with the user: <c>plan</c> or <c>default</c>.</param>
internal sealed record TurnOverrides(string? Model = null, string? Effort = null, string? Summary = null, string? Personality = null, bool Ephemeral = false, string? Mode = null)
{
    /// <summary>Nothing is overridden.</summary>
    public static TurnOverrides None { get; } = new();
}
