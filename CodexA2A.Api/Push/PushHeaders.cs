namespace CodexA2A.Api.Push;

/// <summary>Headers of a delivery.</summary>
internal static class PushHeaders
{
    /// <summary>The task's id, a slash, and the event's id: the same each time that the event is sent; part of what is signed.</summary>
    public const string EventId = "X-A2A-Event-Id";

    /// <summary>The client's token (A2A 1.0, 13.2).</summary>
    public const string Token = "X-A2A-Notification-Token";

    /// <summary>When it was sent, Unix seconds; part of what is signed.</summary>
    public const string Timestamp = "X-A2A-Timestamp";

    /// <summary>See <see cref="PushSignature"/>.</summary>
    public const string Signature = "X-A2A-Signature";
}
