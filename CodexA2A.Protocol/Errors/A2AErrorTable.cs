using System.Collections.Frozen;

namespace CodexA2A.Protocol;

/// <summary>One error in every binding.</summary>
/// <param name="Code">The JSON-RPC number.</param>
/// <param name="HttpStatus">The HTTP status of the HTTP+JSON binding.</param>
/// <param name="GrpcStatus">The gRPC status number.</param>
/// <param name="GrpcName">The gRPC status name; <c>error.status</c> of the HTTP+JSON binding.</param>
/// <param name="Reason"><c>ErrorInfo.reason</c>.</param>
public sealed record A2AErrorRow(A2AErrorCode Code, int HttpStatus, int GrpcStatus, string GrpcName, string Reason)
{
    /// <summary>The error belongs to HTTP: even the JSON-RPC binding answers with <see cref="HttpStatus"/> instead of 200.</summary>
    public bool IsHttpLevel => (int)Code > -32000;
}

/// <summary>The one table from an error to every wire (A2A 1.0.1, 5.4).</summary>
public static class A2AErrorTable
{
    /// <summary>The <c>ErrorInfo.domain</c> of every error.</summary>
    public const string Domain = "a2a-protocol.org";

    /// <summary>Every error once.</summary>
    public static IReadOnlyList<A2AErrorRow> Rows { get; } =
    [
        new(A2AErrorCode.ParseError, 400, 3, "INVALID_ARGUMENT", "PARSE_ERROR"),
        new(A2AErrorCode.InvalidRequest, 400, 3, "INVALID_ARGUMENT", "INVALID_REQUEST"),
        new(A2AErrorCode.MethodNotFound, 404, 12, "UNIMPLEMENTED", "METHOD_NOT_FOUND"),
        new(A2AErrorCode.InvalidParams, 400, 3, "INVALID_ARGUMENT", "INVALID_PARAMS"),
        new(A2AErrorCode.InternalError, 500, 13, "INTERNAL", "INTERNAL_ERROR"),
        new(A2AErrorCode.TaskNotFound, 404, 5, "NOT_FOUND", "TASK_NOT_FOUND"),
        new(A2AErrorCode.TaskNotCancelable, 400, 9, "FAILED_PRECONDITION", "TASK_NOT_CANCELABLE"),
        new(A2AErrorCode.PushNotificationNotSupported, 400, 9, "FAILED_PRECONDITION", "PUSH_NOTIFICATION_NOT_SUPPORTED"),
        new(A2AErrorCode.UnsupportedOperation, 400, 9, "FAILED_PRECONDITION", "UNSUPPORTED_OPERATION"),
        new(A2AErrorCode.ContentTypeNotSupported, 400, 3, "INVALID_ARGUMENT", "CONTENT_TYPE_NOT_SUPPORTED"),
        new(A2AErrorCode.InvalidAgentResponse, 500, 13, "INTERNAL", "INVALID_AGENT_RESPONSE"),
        new(A2AErrorCode.ExtendedAgentCardNotConfigured, 400, 9, "FAILED_PRECONDITION", "EXTENDED_AGENT_CARD_NOT_CONFIGURED"),
        new(A2AErrorCode.ExtensionSupportRequired, 400, 9, "FAILED_PRECONDITION", "EXTENSION_SUPPORT_REQUIRED"),
        new(A2AErrorCode.VersionNotSupported, 400, 9, "FAILED_PRECONDITION", "VERSION_NOT_SUPPORTED"),
        new(A2AErrorCode.InterruptExpired, 400, 9, "FAILED_PRECONDITION", "INTERRUPT_REQUEST_EXPIRED"),
        new(A2AErrorCode.Unauthenticated, 401, 16, "UNAUTHENTICATED", "UNAUTHENTICATED"),
        new(A2AErrorCode.PermissionDenied, 403, 7, "PERMISSION_DENIED", "PERMISSION_DENIED"),
        new(A2AErrorCode.PayloadTooLarge, 413, 8, "RESOURCE_EXHAUSTED", "PAYLOAD_TOO_LARGE"),
        new(A2AErrorCode.TooManyRequests, 429, 8, "RESOURCE_EXHAUSTED", "TOO_MANY_REQUESTS"),
        new(A2AErrorCode.Unavailable, 503, 14, "UNAVAILABLE", "UNAVAILABLE"),
    ];

    private static readonly FrozenDictionary<A2AErrorCode, A2AErrorRow> ByCode = Rows.ToFrozenDictionary(row => row.Code);

    /// <summary>The row of an error; that of <see cref="A2AErrorCode.InternalError"/> for a number that is not in the table.</summary>
    public static A2AErrorRow Get(A2AErrorCode code) => ByCode.TryGetValue(code, out var row) ? row : ByCode[A2AErrorCode.InternalError];
}
