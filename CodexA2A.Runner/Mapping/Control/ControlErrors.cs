using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.Threads;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Mapping.Control;

/// <summary>A control call cannot be done, for a reason that its asker is told.</summary>
/// <param name="fault">The reason.</param>
internal sealed class ControlFaultException(ControlFault fault) : Exception(fault.Message)
{
    /// <summary>The reason.</summary>
    public ControlFault Fault { get; } = fault;
}

/// <summary>The one table from what can go wrong in a control call to what its asker is told.</summary>
internal static class ControlErrors
{
    private const string Thread = "thread_id";

    /// <summary>The fault; null when it is none that can be expected.</summary>
    public static ControlFault? From(Exception exception) => exception switch
    {
        ControlFaultException known => known.Fault,
        ThreadUnusableException { Code: ThreadUnusableException.Gone } => Gone(),
        ThreadUnusableException { Code: ThreadUnusableException.Locked } => Locked(),
        ThreadUnusableException unusable => new ControlFault(A2AErrorCode.Unavailable, unusable.Code, unusable.Message),
        TurnRefusedException refused => new ControlFault(A2AErrorCode.UnsupportedOperation, refused.Code, refused.Message),
        AppServerRequestException { IsArchived: true } => Archived(),
        AppServerRequestException { IsActiveWriter: true } => Locked(),
        AppServerRequestException { IsThreadGone: true } => Gone(),
        AppServerException codex => From(ErrorMapping.From(codex)),
        A2AException invalid => new ControlFault(invalid.Code, invalid.Reason, invalid.Message) { Fields = invalid.FieldViolations, Metadata = invalid.Metadata },
        _ => null,
    };

    /// <summary>A turn of the thread runs, and what was asked would break it.</summary>
    public static ControlFaultException Busy() => new(new ControlFault(
        A2AErrorCode.UnsupportedOperation, "TASK_BUSY", "A turn of this thread is not finished; cancel it or wait for its end, then ask again."));

    /// <summary>The thread is held elsewhere.</summary>
    public static ControlFaultException IsLocked() => new(Locked());

    /// <summary>The thread is archived.</summary>
    public static ControlFaultException IsArchived() => new(Archived());

    /// <summary>The thread is, or was, somebody's of this service.</summary>
    public static ControlFaultException IsOwned() => new(new ControlFault(
        A2AErrorCode.UnsupportedOperation, "THREAD_OWNED",
        "Only a thread that this service did not begin can be granted: this one was begun by it for one of its callers, or Codex keeps no record that says who began it."));

    /// <summary>A parameter is wrong.</summary>
    public static ControlFaultException Invalid(string field, string description) => new(
        new ControlFault(A2AErrorCode.InvalidParams, "INVALID_PARAMS", $"{field} {description}.") { Fields = [new FieldViolation(field, description)] });

    /// <summary>Why a compaction ended without one.</summary>
    public static ControlFaultException NotCompacted(TaskError error) => new(From(error));

    private static ControlFault From(TaskError error) =>
        new(error.Retryable || error.Code.StartsWith("CODEX_", StringComparison.Ordinal) && error.Code != "CODEX_REFUSED" ? A2AErrorCode.Unavailable : A2AErrorCode.UnsupportedOperation,
            error.Code, error.Message.Replace("Send the message again", "Ask again", StringComparison.Ordinal));

    private static ControlFault Gone()
    {
        const string Description = "names a thread that Codex does not have any more";
        return new ControlFault(A2AErrorCode.InvalidParams, "THREAD_GONE", $"{Thread} {Description}.") { Fields = [new FieldViolation(Thread, Description)] };
    }

    private static ControlFault Locked() => new(
        A2AErrorCode.Unavailable, "THREAD_LOCKED",
        "Another Codex process has this thread open, perhaps with a turn that runs (it already has an active writer). Ask again when that is done.");

    private static ControlFault Archived() => new(
        A2AErrorCode.UnsupportedOperation, "THREAD_ARCHIVED", "The thread is archived. Bring it back with codex.threads.unarchive, then ask again.");
}
