namespace CodexA2A.Protocol;

/// <summary>Where and how to deliver a task's events by webhook (A2A 1.0, <c>TaskPushNotificationConfig</c>); also the create request and every push response.</summary>
public sealed record TaskPushNotificationConfig
{
    /// <summary>Tenant of the interface that was called.</summary>
    public string? Tenant { get; init; }

    /// <summary>Id of the configuration; made by the server when empty, the same id again replaces.</summary>
    public string? Id { get; init; }

    /// <summary>The task; empty inside a send's configuration.</summary>
    public string? TaskId { get; init; }

    /// <summary>Required. Where to POST.</summary>
    public required string Url { get; init => field = value ?? ""; }

    /// <summary>Sent as <c>X-A2A-Notification-Token</c>. A secret: never log it.</summary>
    public string? Token { get; init; }

    /// <summary>Credentials for the webhook.</summary>
    public AuthenticationInfo? Authentication { get; init; }

    /// <summary>Without the token, so that a log line cannot hold it.</summary>
    public override string ToString() => $"TaskPushNotificationConfig {{ Id = {Id}, TaskId = {TaskId}, Url = {Url} }}";
}

/// <summary>Credentials for a webhook (A2A 1.0, <c>AuthenticationInfo</c>).</summary>
public sealed record AuthenticationInfo
{
    /// <summary>Required. Registered HTTP authentication scheme, such as <c>Bearer</c>.</summary>
    public required string Scheme { get; init => field = value ?? ""; }

    /// <summary>What follows the scheme in the Authorization header. A secret: never log it.</summary>
    public string? Credentials { get; init; }

    /// <summary>The scheme only, so that a log line cannot hold the secret.</summary>
    public override string ToString() => $"AuthenticationInfo {{ Scheme = {Scheme} }}";
}
