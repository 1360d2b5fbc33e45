namespace CodexA2A.Runner.AppServer.Protocol;

/// <summary>A Codex thread (only the fields we use). Times are Unix seconds; <see cref="Path"/> is its rollout file.</summary>
internal sealed record CodexThread(
    string Id,
    string? ParentThreadId = null,
    string? Preview = null,
    bool Ephemeral = false,
    string? ModelProvider = null,
    string? Model = null,
    long? CreatedAt = null,
    long? UpdatedAt = null,
    ThreadStatus? Status = null,
    string? Path = null,
    string? Cwd = null,
    string? Name = null,
    string? AgentNickname = null,
    string? AgentRole = null,
    IReadOnlyList<CodexTurn>? Turns = null,
    string? ReasoningEffort = null);

/// <summary>
/// State of a thread: <c>notLoaded</c>, <c>idle</c>, <c>systemError</c> or <c>active</c>, the latter with flags
/// <c>waitingOnApproval</c> and <c>waitingOnUserInput</c>.
/// </summary>
internal sealed record ThreadStatus(string Type, IReadOnlyList<string>? ActiveFlags = null);
