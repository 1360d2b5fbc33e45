namespace CodexA2A.Protocol;

/// <summary>Request of GetTaskPushNotificationConfig (A2A 1.0, 3.1.8). The answer is a <see cref="TaskPushNotificationConfig"/>.</summary>
public sealed record GetTaskPushNotificationConfigRequest
{
    /// <summary>Tenant of the interface that was called.</summary>
    public string? Tenant { get; init; }

    /// <summary>Required. The task.</summary>
    public required string TaskId { get; init => field = value ?? ""; }

    /// <summary>Required. The configuration.</summary>
    public required string Id { get; init => field = value ?? ""; }
}

/// <summary>Request of DeleteTaskPushNotificationConfig (A2A 1.0, 3.1.10). The answer is empty.</summary>
public sealed record DeleteTaskPushNotificationConfigRequest
{
    /// <summary>Tenant of the interface that was called.</summary>
    public string? Tenant { get; init; }

    /// <summary>Required. The task.</summary>
    public required string TaskId { get; init => field = value ?? ""; }

    /// <summary>Required. The configuration.</summary>
    public required string Id { get; init => field = value ?? ""; }
}

/// <summary>Request of ListTaskPushNotificationConfigs (A2A 1.0, 3.1.9).</summary>
public sealed record ListTaskPushNotificationConfigsRequest
{
    /// <summary>Required. The task.</summary>
    public required string TaskId { get; init => field = value ?? ""; }

    /// <summary>Configurations on a page; 0 = the server's choice.</summary>
    public int PageSize { get; init; }

    /// <summary>Where to go on.</summary>
    public string? PageToken { get; init; }

    /// <summary>Tenant of the interface that was called.</summary>
    public string? Tenant { get; init; }
}

/// <summary>Answer of ListTaskPushNotificationConfigs (A2A 1.0).</summary>
public sealed record ListTaskPushNotificationConfigsResponse
{
    /// <summary>The page.</summary>
    public IReadOnlyList<TaskPushNotificationConfig>? Configs { get; init; }

    /// <summary>Unset on the last page.</summary>
    public string? NextPageToken { get; init; }
}
