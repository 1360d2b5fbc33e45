namespace CodexA2A.Runner.AppServer.Protocol;

/// <summary>The model looked at an image file.</summary>
internal sealed record ImageViewItem(string? Path = null) : ThreadItem;

/// <summary>The model made an image; <see cref="Result"/> is its content in base64, or <see cref="FileId"/> names it in Codex's own store.</summary>
internal sealed record ImageGenerationItem(
    string? Status = null,
    string? RevisedPrompt = null,
    string? Result = null,
    string? SavedPath = null,
    string? FileId = null,
    ImageGenerationFailure? Failure = null) : ThreadItem;

/// <summary>Why there is no image: <c>usageLimitExceeded</c>, which ends at <see cref="ResetsAt"/> (Unix seconds).</summary>
internal sealed record ImageGenerationFailure(string? Type = null, string? LimitId = null, long? ResetsAt = null);

/// <summary>The model waits.</summary>
internal sealed record SleepItem(long? DurationMs = null) : ThreadItem;

/// <summary>A review began.</summary>
internal sealed record EnteredReviewModeItem(string? Review = null) : ThreadItem;

/// <summary>A review ended.</summary>
internal sealed record ExitedReviewModeItem(string? Review = null) : ThreadItem;

/// <summary>Codex shortened the conversation it sends to the model.</summary>
internal sealed record ContextCompactionItem : ThreadItem;
