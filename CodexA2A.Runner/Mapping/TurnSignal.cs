using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.Mapping;

/// <summary>What a notification means to the loop that runs the turn, apart from the events it gives.</summary>
internal enum TurnSignalKind
{
    /// <summary>Nothing: it shows no progress of the turn.</summary>
    None,

    /// <summary>The turn gets on.</summary>
    Progress,

    /// <summary>A tool began.</summary>
    ToolStarted,

    /// <summary>A tool ended.</summary>
    ToolEnded,

    /// <summary>The model's stream broke off, and Codex asks again: no progress, and no tool of it goes on.</summary>
    Retrying,

    /// <summary>A request of Codex is settled.</summary>
    Resolved,

    /// <summary>The turn has ended.</summary>
    Ended,
}

/// <summary>The meaning, and the tool's item where it is about one.</summary>
/// <param name="Kind">What it means.</param>
/// <param name="ItemId">The item; empty where there is none.</param>
internal readonly record struct TurnSignal(TurnSignalKind Kind, string ItemId = "")
{
    /// <summary>Reads a notification of the turn.</summary>
    public static TurnSignal Read(Notification notification) => notification switch
    {
        TurnCompletedNotification => new(TurnSignalKind.Ended),
        ItemStartedNotification started when IsTool(started.Item) => new(TurnSignalKind.ToolStarted, started.Item.Id),
        ItemCompletedNotification completed when IsTool(completed.Item) => new(TurnSignalKind.ToolEnded, completed.Item.Id),
        // As long as it likes, like a command.
        HookStartedNotification { Run: { } run } => new(TurnSignalKind.ToolStarted, run.Id),
        HookCompletedNotification { Run: { } run } => new(TurnSignalKind.ToolEnded, run.Id),
        ServerRequestResolvedNotification => new(TurnSignalKind.Resolved),
        // Codex only tries the model again: the idle clock goes on (contracts.md §7).
        ErrorNotification { WillRetry: true } => new(TurnSignalKind.Retrying),
        WarningNotification or GuardianWarningNotification or ThreadStatusChangedNotification => new(TurnSignalKind.None),
        _ => new(TurnSignalKind.Progress),
    };

    /// <summary>True when <paramref name="notification"/> says that <paramref name="request"/> is settled.</summary>
    public static bool Resolves(Notification notification, ServerRequest request) =>
        notification is ServerRequestResolvedNotification resolved && resolved.RequestId == request.RequestId;

    /// <summary>What runs on this side may be silent for long. What the model's side does (a search, a picture, a compaction) may not.</summary>
    private static bool IsTool(ThreadItem item) => item is
        CommandExecutionItem or FileChangeItem or McpToolCallItem or DynamicToolCallItem or CollabAgentToolCallItem or SleepItem;
}
