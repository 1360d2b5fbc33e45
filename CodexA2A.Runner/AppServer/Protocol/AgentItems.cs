namespace CodexA2A.Runner.AppServer.Protocol;

/// <summary>
/// One agent calling another. <see cref="Tool"/>: <c>spawnAgent</c>, <c>sendInput</c>, <c>wait</c>, …
/// The receivers' events arrive under their own thread ids; subscribe to those to see them.
/// </summary>
internal sealed record CollabAgentToolCallItem(
    string? Tool = null,
    string? Status = null,
    string? SenderThreadId = null,
    IReadOnlyList<string>? ReceiverThreadIds = null,
    string? Prompt = null,
    string? Model = null,
    IReadOnlyDictionary<string, CollabAgentState>? AgentsStates = null) : ThreadItem;

/// <summary>Last known state of a called agent.</summary>
internal sealed record CollabAgentState(string? Status = null, string? Message = null);

/// <summary>A sub-agent <c>started</c>, <c>interacted</c>, <c>interrupted</c> or <c>completed</c>.</summary>
internal sealed record SubAgentActivityItem(
    string? Kind = null,
    string? AgentThreadId = null,
    string? AgentPath = null,
    string? Model = null) : ThreadItem;
