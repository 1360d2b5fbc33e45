using System.Diagnostics.CodeAnalysis;

namespace CodexA2A.Protocol;

/// <summary>Every error of the protocol; the value is the JSON-RPC number (A2A 1.0, 5.4 and 9.5). What it is in other bindings: <see cref="A2AErrorTable"/>.</summary>
[SuppressMessage("Design", "CA1008:Enums should have zero value", Justification = "Zero is no JSON-RPC error.")]
public enum A2AErrorCode
{
    /// <summary>The body is not JSON.</summary>
    ParseError = -32700,

    /// <summary>JSON, but not a request.</summary>
    InvalidRequest = -32600,

    /// <summary>No such operation.</summary>
    MethodNotFound = -32601,

    /// <summary>A member of the request is missing or wrong.</summary>
    InvalidParams = -32602,

    /// <summary>A fault of the server; nothing of its inside is told.</summary>
    InternalError = -32603,

    /// <summary>The task is unknown, or another caller's.</summary>
    TaskNotFound = -32001,

    /// <summary>The task has ended.</summary>
    TaskNotCancelable = -32002,

    /// <summary>The agent has no webhooks.</summary>
    PushNotificationNotSupported = -32003,

    /// <summary>The operation is not possible here or now.</summary>
    UnsupportedOperation = -32004,

    /// <summary>A media type is not accepted.</summary>
    ContentTypeNotSupported = -32005,

    /// <summary>The agent answered against the protocol.</summary>
    InvalidAgentResponse = -32006,

    /// <summary>The extended card is declared but absent.</summary>
    ExtendedAgentCardNotConfigured = -32007,

    /// <summary>A required extension was not activated.</summary>
    ExtensionSupportRequired = -32008,

    /// <summary>The protocol version is not served here.</summary>
    VersionNotSupported = -32009,

    /// <summary>The time of a question ran out before it was answered. The number of the interactive-interrupt extension.</summary>
    InterruptExpired = -32010,

    /// <summary>No valid credentials: HTTP 401 in every binding. The number is ours, outside the ranges that JSON-RPC and A2A reserve.</summary>
    Unauthenticated = -31401,

    /// <summary>The caller may not do this: HTTP 403. The number is ours.</summary>
    PermissionDenied = -31403,

    /// <summary>The body is over the limit: HTTP 413. The number is ours.</summary>
    PayloadTooLarge = -31413,

    /// <summary>A quota or rate limit: HTTP 429. The number is ours.</summary>
    TooManyRequests = -31429,

    /// <summary>The service cannot answer now: HTTP 503. The number is ours.</summary>
    Unavailable = -31503,
}
