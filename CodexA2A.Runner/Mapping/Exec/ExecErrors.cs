using System.Text.Json.Nodes;
using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.Mapping.Text;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Mapping.Exec;

/// <summary>The one table from what can go wrong around a command of a caller's to what the caller is told.</summary>
internal static class ExecErrors
{
    /// <summary>The reason of what is done to a command that does not run.</summary>
    public const string NotFound = "EXEC_SESSION_NOT_FOUND";

    /// <summary>The reason of what comes faster than the command takes it.</summary>
    public const string InputFull = "EXEC_INPUT_FULL";

    /// <summary>Nobody knows how far it came.</summary>
    public static TaskError OutcomeUnknown(string why) => new("EXEC_OUTCOME_UNKNOWN",
        $"{why} The command is not run again, and how far it came is not known. Look at what it did before you start it anew.");

    /// <summary>Its time is over.</summary>
    public static TaskError TimedOut(TimeSpan limit) =>
        new("EXEC_TIMEOUT", FormattableString.Invariant($"The command was ended: it ran longer than {limit.TotalSeconds:0.###} s. Give a larger timeout_ms; the service's own limit is Runner:ExecTimeout."));

    /// <summary>Nothing happened for too long.</summary>
    public static TaskError Idle(TimeSpan limit) =>
        new("EXEC_IDLE", FormattableString.Invariant($"The command was ended: for {limit.TotalSeconds:0.###} s it printed nothing, and nothing was written to it (Runner:ExecIdleTimeout)."));

    /// <summary>The service stops.</summary>
    public static TaskError Stopping { get; } = new("EXEC_STOPPED", "The service stops, and ended the command with all that it had started. Start it again when the service is back.");

    /// <summary>Codex did not confirm its end.</summary>
    public static TaskError NotStopped(TimeSpan limit) =>
        new("EXEC_NOT_STOPPED", FormattableString.Invariant($"Codex did not confirm within {limit.TotalSeconds:0.#} s that the command has ended; what was found of it was killed."));

    /// <summary>What Codex says of a command that it could not start.</summary>
    public static TaskError From(AppServerException exception) => exception switch
    {
        AppServerDiedException => OutcomeUnknown("The Codex process ended while the command ran."),
        AppServerRequestException { Code: -32001 } => ErrorMapping.From(exception),
        AppServerRequestException request => new("EXEC_NOT_STARTED", $"Codex could not start the command: {ClientText.Clean(FirstLine(request.ServerMessage))}"),
        _ => ErrorMapping.From(exception),
    };

    /// <summary>Why something could not be done to a command.</summary>
    /// <param name="drive">What was asked.</param>
    /// <param name="exception">Codex's word, or silence.</param>
    public static ControlFault Fault(DriveExec drive, AppServerException exception) => exception switch
    {
        AppServerDiedException => Gone(drive),
        AppServerRequestException request when IsGone(request) => Gone(drive),
        AppServerRequestException { Code: -32001 } => Full(drive),
        AppServerTimeoutException => new(A2AErrorCode.InternalError, ControlFault.OutcomeUnknown, "Codex did not say whether it did this. Look at what the command prints before you ask again."),
        AppServerRequestException request => new(A2AErrorCode.UnsupportedOperation, "EXEC_REJECTED", $"Codex refused: {ClientText.Clean(FirstLine(request.ServerMessage))}")
        {
            Metadata = new Dictionary<string, string> { ["process_id"] = drive.ProcessId, ["detail"] = ClientText.Clean(FirstLine(request.ServerMessage)) },
        },
        _ => new(A2AErrorCode.Unavailable, ErrorMapping.From(exception).Code, ErrorMapping.From(exception).Message),
    };

    /// <summary>What came when the command had just ended: to end it was done, anything else cannot be.</summary>
    public static ControlReply Unread(DriveExec drive) => drive.Action == DriveExec.Terminate ? Done(drive) : ControlReply.Failed(Gone(drive));

    /// <summary>More comes than the command takes.</summary>
    public static ControlFault Full(DriveExec drive) => new(A2AErrorCode.TooManyRequests, InputFull,
        "So much waits to be written to this command that it takes no more now, and this was not done. Ask again in a moment; codex.exec.terminate ends the command.")
    {
        Metadata = new Dictionary<string, string> { ["process_id"] = drive.ProcessId, ["retryAfterSeconds"] = "1" },
    };

    /// <summary>Codex does not get rid of what the command is to get.</summary>
    public static ControlFault Stuck(DriveExec drive, TimeSpan limit) => new(A2AErrorCode.InternalError, ControlFault.OutcomeUnknown,
        FormattableString.Invariant($"The command did not take this within {limit.TotalSeconds:0.#} s: it does not read its input, and may get it later. Nothing more is written before that; codex.exec.terminate ends the command."))
    {
        Metadata = new Dictionary<string, string> { ["process_id"] = drive.ProcessId },
    };

    /// <summary>It is done.</summary>
    public static ControlReply Done(DriveExec drive) => ControlReply.Of(new JsonObject { ["process_id"] = drive.ProcessId });

    /// <summary>It does not run, or not any more.</summary>
    public static ControlFault Gone(DriveExec drive) => new(A2AErrorCode.InvalidParams, NotFound, "No such command runs.")
    {
        Metadata = new Dictionary<string, string> { ["process_id"] = drive.ProcessId },
    };

    /// <summary>True when Codex does not have it: it has ended, or is not started yet.</summary>
    public static bool IsGone(AppServerRequestException exception) => exception.ServerMessage.Contains("no active command/exec", StringComparison.OrdinalIgnoreCase);

    private static string FirstLine(string text) => text.Split('\n', 2)[0];
}
