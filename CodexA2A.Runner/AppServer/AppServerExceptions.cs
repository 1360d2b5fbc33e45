using System.Text.Json;

namespace CodexA2A.Runner.AppServer;

/// <summary>Anything that goes wrong between us and Codex.</summary>
internal abstract class AppServerException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Codex answered a request with an error.</summary>
internal sealed class AppServerRequestException(string method, int code, string message, JsonElement? data)
    : AppServerException($"{method}: {message}")
{
    /// <summary>The method that was called.</summary>
    public string Method { get; } = method;

    /// <summary>JSON-RPC code; Codex uses -32600 for nearly everything, -32602 for oversized input, -32001 for overload.</summary>
    public int Code { get; } = code;

    /// <summary>Codex's own words.</summary>
    public string ServerMessage { get; } = message;

    /// <summary>Details where given.</summary>
    public JsonElement? Details { get; } = data;

    /// <summary>
    /// Codex has no trace of the thread: the turn that would have created it was never written, or its file is empty, or holds
    /// nothing that can be read (it died, or its disk was full, before it wrote the first line).
    /// </summary>
    public bool IsThreadGone => ServerMessage.Contains("no rollout found", StringComparison.OrdinalIgnoreCase)
        || ServerMessage.Contains("thread not loaded", StringComparison.OrdinalIgnoreCase)
        || ServerMessage.Contains("thread not found", StringComparison.OrdinalIgnoreCase)
        || (ServerMessage.Contains("rollout at ", StringComparison.OrdinalIgnoreCase) && ServerMessage.Contains(" is empty", StringComparison.OrdinalIgnoreCase));

    /// <summary>Another process has the thread loaded.</summary>
    public bool IsActiveWriter => ServerMessage.Contains("active writer", StringComparison.OrdinalIgnoreCase);

    /// <summary>This process is just putting the thread away; that takes some milliseconds.</summary>
    public bool IsClosing => ServerMessage.Contains("is closing", StringComparison.OrdinalIgnoreCase);

    /// <summary>The thread is archived; unarchive it first.</summary>
    public bool IsArchived => ServerMessage.Contains("is archived", StringComparison.OrdinalIgnoreCase);

    /// <summary>There is no running turn to interrupt or steer.</summary>
    public bool IsNoActiveTurn => ServerMessage.Contains("no active turn", StringComparison.OrdinalIgnoreCase);
}

/// <summary>Codex's answer could not be understood.</summary>
internal sealed class AppServerProtocolException(string method, string what, Exception? inner)
    : AppServerException($"Codex answered {method} with {what}.", inner);

/// <summary>The process ended before it answered.</summary>
internal sealed class AppServerDiedException(DeathCertificate certificate) : AppServerException(certificate.Summary)
{
    /// <summary>What is known about its end.</summary>
    public DeathCertificate Certificate { get; } = certificate;
}

/// <summary>Codex did not answer a request in time; the process lives.</summary>
internal sealed class AppServerTimeoutException(string method, TimeSpan limit)
    : AppServerException($"Codex did not answer {method} within {limit.TotalSeconds:0.#} s.")
{
    /// <summary>The method that was called.</summary>
    public string Method { get; } = method;
}

/// <summary>A subscriber did not read for so long that its events could no longer be kept.</summary>
internal sealed class SubscriberTooSlowException(string threadId)
    : AppServerException($"The events of thread {threadId} were not read in time.")
{
    /// <summary>The thread.</summary>
    public string ThreadId { get; } = threadId;
}

/// <summary>Why no Codex can take work.</summary>
internal enum CodexUnavailableReason
{
    /// <summary>No executable was found.</summary>
    Missing,

    /// <summary>The executable's version is outside <c>Codex:SupportedVersions</c>.</summary>
    UnsupportedVersion,

    /// <summary>It asks for approvals in another way than this service understands.</summary>
    SchemaDrift,

    /// <summary>Codex runs, but has no credentials for its model provider.</summary>
    NotLoggedIn,

    /// <summary>It could not be started, or ended at once.</summary>
    FailedToStart,

    /// <summary>It did not get ready in time.</summary>
    TimedOut,

    /// <summary>The process is starting or being replaced, or the service is stopping.</summary>
    Recycling,
}

/// <summary>
/// No Codex can take work now. The message is fit for a client; <see cref="Fix"/> may name paths and settings and is for
/// whoever runs the service (log, doctor, authenticated health).
/// </summary>
internal sealed class CodexUnavailableException(CodexUnavailableReason reason, string message, string fix, Exception? inner = null)
    : AppServerException(message, inner)
{
    /// <summary>Why.</summary>
    public CodexUnavailableReason Reason { get; } = reason;

    /// <summary>One line: what to do about it.</summary>
    public string Fix { get; } = fix;
}
