namespace CodexA2A.Protocol;

/// <summary>
/// The one exception that reaches clients. Its message, metadata and violations are sent as they are, so they hold nothing of the server's
/// inside; the inner exception is only logged.
/// </summary>
public sealed class A2AException : Exception
{
    private static readonly IReadOnlyDictionary<string, string> NoMetadata = EmptyMap.Strings;

    /// <summary>An error with the reason of the table.</summary>
    /// <param name="code">The error.</param>
    /// <param name="message">What happened and what to do, for a person.</param>
    /// <param name="inner">The cause, for the log only.</param>
    public A2AException(A2AErrorCode code, string message, Exception? inner = null) : base(message, inner)
    {
        Code = code;
        Reason = A2AErrorTable.Get(code).Reason;
    }

    /// <summary>The error.</summary>
    public A2AErrorCode Code { get; }

    /// <summary><c>ErrorInfo.reason</c>: the table's, or a narrower one such as <c>TASK_BUSY</c>.</summary>
    public string Reason { get; init => field = string.IsNullOrEmpty(value) ? A2AErrorTable.Get(Code).Reason : value; }

    /// <summary><c>ErrorInfo.metadata</c>.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = NoMetadata;

    /// <summary>What is wrong with which member; sent as google.rpc.BadRequest.</summary>
    public IReadOnlyList<FieldViolation> FieldViolations { get; init; } = [];

    /// <summary>The body is not JSON.</summary>
    public static A2AException ParseError(string message = "The body is not valid JSON.", Exception? inner = null) =>
        new(A2AErrorCode.ParseError, message, inner);

    /// <summary>JSON, but not a request.</summary>
    public static A2AException InvalidRequest(string message) => new(A2AErrorCode.InvalidRequest, message);

    /// <summary>No such operation.</summary>
    public static A2AException MethodNotFound(string method) =>
        new(A2AErrorCode.MethodNotFound, "There is no such method.") { Metadata = One("method", Shorten(method)) };

    /// <summary>A member of the request is missing or wrong.</summary>
    /// <param name="field">Path in wire names, such as <c>message.parts[1]</c>; empty for the request as a whole.</param>
    /// <param name="description">What is wrong and what would be right, as the end of a sentence that begins with the field.</param>
    /// <param name="inner">The cause, for the log only.</param>
    public static A2AException InvalidParams(string field, string description, Exception? inner = null) =>
        new(A2AErrorCode.InvalidParams, field.Length == 0 ? $"The request {description}." : $"{field} {description}.", inner)
        {
            FieldViolations = [new(field, description)],
        };

    /// <summary>A fault of the server.</summary>
    public static A2AException Internal(Exception? inner = null) =>
        new(A2AErrorCode.InternalError, "The server failed to answer; its log says why.", inner);

    /// <summary>The task is unknown, or another caller's.</summary>
    public static A2AException TaskNotFound(string id) =>
        new(A2AErrorCode.TaskNotFound, "There is no such task.") { Metadata = One("taskId", Shorten(id)) };

    /// <summary>The task has ended.</summary>
    public static A2AException TaskNotCancelable(string id, TaskState state) =>
        new(A2AErrorCode.TaskNotCancelable, $"The task cannot be canceled: it is {state}.") { Metadata = One("taskId", Shorten(id)) };

    /// <summary>The agent has no webhooks.</summary>
    public static A2AException PushNotificationNotSupported() =>
        new(A2AErrorCode.PushNotificationNotSupported, "This agent does not send push notifications.");

    /// <summary>The operation is not possible here or now.</summary>
    public static A2AException UnsupportedOperation(string message, string? reason = null) =>
        new(A2AErrorCode.UnsupportedOperation, message) { Reason = reason! };

    /// <summary>The task is at work and takes no message (reason <c>TASK_BUSY</c>).</summary>
    public static A2AException TaskBusy(string id) =>
        new(A2AErrorCode.UnsupportedOperation, "The task is at work and takes no message now; wait for it or start a new task in the same context.")
        {
            Reason = "TASK_BUSY",
            Metadata = One("taskId", Shorten(id)),
        };

    /// <summary>A media type is not accepted.</summary>
    public static A2AException ContentTypeNotSupported(string message, string? field = null) =>
        new(A2AErrorCode.ContentTypeNotSupported, message) { FieldViolations = field is null ? [] : [new(field, message)] };

    /// <summary>A required extension was not activated.</summary>
    public static A2AException ExtensionSupportRequired(string uri) =>
        new(A2AErrorCode.ExtensionSupportRequired, $"This agent requires the extension {uri}; name it in {Headers.Extensions}.")
        {
            Metadata = One("extension", uri),
        };

    /// <summary>The protocol version is not served here.</summary>
    public static A2AException VersionNotSupported(string version, string supported) =>
        new(A2AErrorCode.VersionNotSupported, $"This interface does not serve the protocol version asked for; it serves {supported}.")
        {
            Metadata = new Dictionary<string, string> { ["requested"] = Shorten(version), ["supported"] = supported },
        };

    private static Dictionary<string, string> One(string key, string value) => new(1) { [key] = value };

    /// <summary>A client's own words go back to it, but never at length.</summary>
    private static string Shorten(string value) => value.Length <= 128 ? value : string.Concat(value.AsSpan(0, 127), "…");
}
