namespace CodexA2A.Protocol;

/// <summary>Names of HTTP headers; in lower case they are the gRPC metadata keys.</summary>
public static class Headers
{
    /// <summary>Protocol version, major and minor (A2A 1.0, 3.6.1).</summary>
    public const string Version = "A2A-Version";

    /// <summary>Extensions asked for or activated, comma-separated URIs (A2A 1.0, 4.6).</summary>
    public const string Extensions = "A2A-Extensions";

    /// <summary>The name of <see cref="Extensions"/> in A2A 0.3.</summary>
    public const string LegacyExtensions = "X-A2A-Extensions";

    /// <summary>Token of a webhook (A2A 1.0, 4.3.3).</summary>
    public const string NotificationToken = "X-A2A-Notification-Token";

    /// <summary>The last event a client has seen: a stream goes on after it.</summary>
    public const string LastEventId = "Last-Event-ID";

    /// <summary>Makes a repeated send hit the first one.</summary>
    public const string IdempotencyKey = "Idempotency-Key";
}

/// <summary>Media types of the bindings.</summary>
public static class MediaTypes
{
    /// <summary>JSON.</summary>
    public const string Json = "application/json";

    /// <summary>JSON of the HTTP binding and of webhooks (A2A 1.0, 11).</summary>
    public const string A2AJson = "application/a2a+json";

    /// <summary>Server-sent events.</summary>
    public const string EventStream = "text/event-stream";
}

/// <summary>Versions of the protocol, as negotiated.</summary>
public static class ProtocolVersions
{
    /// <summary>A2A 1.0.</summary>
    public const string V10 = "1.0";

    /// <summary>A2A 0.3; what a request without a version means.</summary>
    public const string V03 = "0.3";
}
