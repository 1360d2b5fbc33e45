namespace CodexA2A.Runner.AppServer.Protocol;

/// <summary><c>item/started</c>. Time in Unix milliseconds.</summary>
internal sealed record ItemStartedNotification(ThreadItem Item, long? StartedAtMs = null) : Notification;

/// <summary><c>item/completed</c>. Time in Unix milliseconds.</summary>
internal sealed record ItemCompletedNotification(ThreadItem Item, long? CompletedAtMs = null) : Notification;

/// <summary><c>item/agentMessage/delta</c>.</summary>
internal sealed record AgentMessageDeltaNotification(string ItemId, string Delta) : Notification, IItemDelta;

/// <summary><c>item/reasoning/summaryPartAdded</c>: a new paragraph of the summary begins.</summary>
internal sealed record ReasoningSummaryPartAddedNotification(string ItemId, int SummaryIndex) : Notification, IOfItem;

/// <summary><c>item/reasoning/summaryTextDelta</c>.</summary>
internal sealed record ReasoningSummaryTextDeltaNotification(string ItemId, string Delta, int SummaryIndex) : Notification, IItemDelta;

/// <summary><c>item/reasoning/textDelta</c>: raw reasoning.</summary>
internal sealed record ReasoningTextDeltaNotification(string ItemId, string Delta, int ContentIndex) : Notification, IItemDelta;

/// <summary><c>item/commandExecution/outputDelta</c>: stdout and stderr mixed, best effort.</summary>
internal sealed record CommandExecutionOutputDeltaNotification(string ItemId, string Delta) : Notification, IItemDelta;

/// <summary><c>item/commandExecution/terminalInteraction</c>: the agent typed into a running command.</summary>
internal sealed record TerminalInteractionNotification(string ItemId, string? ProcessId, string? Stdin) : Notification, IOfItem;

/// <summary><c>item/fileChange/outputDelta</c>.</summary>
internal sealed record FileChangeOutputDeltaNotification(string ItemId, string Delta) : Notification, IItemDelta;

/// <summary><c>item/fileChange/patchUpdated</c>: the whole patch as it is now.</summary>
internal sealed record FileChangePatchUpdatedNotification(string ItemId, IReadOnlyList<FileUpdateChange>? Changes) : Notification, IOfItem;

/// <summary><c>item/plan/delta</c> (plan mode); the deltas need not add up to the final text.</summary>
internal sealed record PlanDeltaNotification(string ItemId, string Delta) : Notification, IItemDelta;

/// <summary><c>item/mcpToolCall/progress</c>.</summary>
internal sealed record McpToolCallProgressNotification(string ItemId, string? Message) : Notification, IOfItem;
