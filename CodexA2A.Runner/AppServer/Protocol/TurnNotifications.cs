namespace CodexA2A.Runner.AppServer.Protocol;

/// <summary><c>turn/started</c>.</summary>
internal sealed record TurnStartedNotification(CodexTurn Turn) : Notification;

/// <summary><c>turn/completed</c>: exactly one per turn, unless the process ends first.</summary>
internal sealed record TurnCompletedNotification(CodexTurn Turn) : Notification;

/// <summary><c>turn/plan/updated</c>: the whole plan as it is now.</summary>
internal sealed record TurnPlanUpdatedNotification(string? Explanation, IReadOnlyList<TurnPlanStep>? Plan) : Notification;

/// <summary>One step; <see cref="Status"/>: <c>pending</c>, <c>inProgress</c> or <c>completed</c>.</summary>
internal sealed record TurnPlanStep(string Step, string Status);

/// <summary><c>turn/diff/updated</c>: the git diff of the whole turn so far.</summary>
internal sealed record TurnDiffUpdatedNotification(string Diff) : Notification;

/// <summary><c>thread/tokenUsage/updated</c>: once per model request.</summary>
internal sealed record ThreadTokenUsageUpdatedNotification(ThreadTokenUsage TokenUsage) : Notification;

/// <summary>Tokens of the thread in all and of the last model request.</summary>
internal sealed record ThreadTokenUsage(TokenUsageBreakdown Total, TokenUsageBreakdown Last, long? ModelContextWindow = null);

/// <summary>Token counts; cached, cache-write and reasoning tokens are parts of input and output.</summary>
internal sealed record TokenUsageBreakdown(
    long TotalTokens,
    long InputTokens,
    long CachedInputTokens,
    long OutputTokens,
    long ReasoningOutputTokens,
    long CacheWriteInputTokens = 0);

/// <summary><c>error</c>: with <see cref="WillRetry"/> Codex asks the model again, and text already streamed is void.</summary>
internal sealed record ErrorNotification(TurnError Error, bool WillRetry) : Notification;

/// <summary><c>model/rerouted</c>.</summary>
internal sealed record ModelReroutedNotification(string? FromModel, string? ToModel, string? Reason) : Notification;
