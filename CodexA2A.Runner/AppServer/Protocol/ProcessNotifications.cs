namespace CodexA2A.Runner.AppServer.Protocol;

/// <summary><c>configWarning</c>.</summary>
internal sealed record ConfigWarningNotification(string? Summary, string? Details = null) : Notification;

/// <summary><c>deprecationNotice</c>.</summary>
internal sealed record DeprecationNoticeNotification(string? Summary, string? Details = null) : Notification;

/// <summary><c>mcpServer/startupStatus/updated</c>.</summary>
internal sealed record McpServerStartupStatusUpdatedNotification(string? Name, string? Status, string? Error = null) : Notification;

/// <summary><c>account/rateLimits/updated</c>: what is null has not changed.</summary>
internal sealed record AccountRateLimitsUpdatedNotification(RateLimitSnapshot? RateLimits) : Notification;

/// <summary>Limits of the account.</summary>
internal sealed record RateLimitSnapshot(
    string? LimitId = null,
    RateLimitWindow? Primary = null,
    RateLimitWindow? Secondary = null,
    string? PlanType = null,
    string? RateLimitReachedType = null)
{
    /// <summary>This one over what was told before: what it leaves out has not changed.</summary>
    public RateLimitSnapshot Over(RateLimitSnapshot? earlier) => earlier is null || earlier.LimitId != LimitId ? this : this with
    {
        Primary = Primary ?? earlier.Primary,
        Secondary = Secondary ?? earlier.Secondary,
        PlanType = PlanType ?? earlier.PlanType,
    };
}

/// <summary>One window: percent used, its length in minutes, its end in Unix seconds.</summary>
internal sealed record RateLimitWindow(double UsedPercent, long? WindowDurationMins = null, long? ResetsAt = null);
