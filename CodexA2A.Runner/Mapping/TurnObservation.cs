using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.Mapping;

/// <summary>What a notification is for whoever measures a turn.</summary>
internal enum ObservedKind
{
    /// <summary>Nothing of interest.</summary>
    Other,

    /// <summary>A piece of something that is streamed.</summary>
    Delta,

    /// <summary>A piece of what the agent says.</summary>
    TextDelta,

    /// <summary>A tool began.</summary>
    ToolStarted,

    /// <summary>A tool ended.</summary>
    ToolEnded,
}

/// <summary>A call of a tool, without what it was called with.</summary>
/// <param name="Id">The item.</param>
/// <param name="Name">The tool: <c>shell</c>, <c>apply_patch</c>, or the name that an MCP server or a client gave it.</param>
/// <param name="Error">How it failed (<c>failed</c>, <c>declined</c>); null when it did not.</param>
/// <param name="ExitCode">The exit code of a command that ended.</param>
internal readonly record struct ToolCall(string Id, string Name, string? Error, int? ExitCode);

/// <summary>A notification as telemetry sees it: kinds, names and ids, no content.</summary>
internal readonly record struct TurnObservation(ObservedKind Kind, ToolCall Tool = default)
{
    private const int MaxName = 128;

    /// <summary>Reads a notification of the turn.</summary>
    public static TurnObservation Read(Notification notification) => notification switch
    {
        AgentMessageDeltaNotification => new(ObservedKind.TextDelta),
        IDelta => new(ObservedKind.Delta),
        ItemStartedNotification started when Call(started.Item) is { } call => new(ObservedKind.ToolStarted, call),
        ItemCompletedNotification completed when Call(completed.Item) is { } call => new(ObservedKind.ToolEnded, call),
        _ => default,
    };

    private static ToolCall? Call(ThreadItem item) => item switch
    {
        CommandExecutionItem command => new(item.Id, "shell", Failure(command.Status), command.ExitCode),
        FileChangeItem patch => new(item.Id, "apply_patch", Failure(patch.Status), null),
        McpToolCallItem mcp => new(item.Id, Name(mcp.Tool), Failure(mcp.Status), null),
        DynamicToolCallItem own => new(item.Id, Name(own.Tool), Failure(own.Status), null),
        CollabAgentToolCallItem => new(item.Id, "sub_agent", null, null),
        WebSearchItem => new(item.Id, "web_search", null, null),
        _ => null,
    };

    private static string? Failure(string? status) => status is "failed" or "declined" ? status : null;

    private static string Name(string? tool) => tool switch
    {
        null or "" => "unknown",
        { Length: > MaxName } => tool[..MaxName],
        _ => tool,
    };
}
