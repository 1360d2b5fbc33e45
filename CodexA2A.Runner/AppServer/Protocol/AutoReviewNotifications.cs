namespace CodexA2A.Runner.AppServer.Protocol;

/// <summary><c>item/autoApprovalReview/started</c>: Codex itself decides about an action, in place of a person.</summary>
internal sealed record AutoReviewStartedNotification(string ReviewId, string? TargetItemId = null, AutoReview? Review = null, AutoReviewAction? Action = null) : Notification;

/// <summary><c>item/autoApprovalReview/completed</c>.</summary>
internal sealed record AutoReviewCompletedNotification(string ReviewId, string? TargetItemId = null, AutoReview? Review = null, AutoReviewAction? Action = null) : Notification;

/// <summary>How it stands; <see cref="Status"/>: <c>inProgress</c>, <c>approved</c>, <c>denied</c>, <c>timedOut</c> or <c>aborted</c>.</summary>
internal sealed record AutoReview(string? Status = null, string? RiskLevel = null, string? Rationale = null);

/// <summary>What it is about; <see cref="Type"/>: <c>command</c>, <c>execve</c>, <c>applyPatch</c>, … with the fields of that kind.</summary>
internal sealed record AutoReviewAction(string? Type = null, string? Command = null, string? Program = null, IReadOnlyList<string>? Files = null, string? Host = null, string? Server = null, string? ToolName = null);
