using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.Mapping;
using CodexA2A.Runner.Threads;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Turns;

/// <summary>The one table from what can go wrong around a turn to what a client is told.</summary>
internal static partial class TurnFailures
{
    /// <summary>The turn was too long.</summary>
    public static TaskError TurnLimit(TimeSpan limit) =>
        new("TURN_TIMEOUT", $"The turn was stopped: it took longer than {Words(limit)}. Send a smaller request, or raise Runner:TurnTimeout.");

    /// <summary>The turn was silent.</summary>
    public static TaskError IdleLimit(TimeSpan limit) =>
        new("TURN_IDLE", $"The turn was stopped: Codex sent nothing for {Words(limit)}. Send the message again; if it happens again, see whether the model can be reached.");

    /// <summary>Codex did not confirm the stop.</summary>
    public static TaskError NotStopped(TimeSpan limit) =>
        new("TURN_NOT_STOPPED", $"Codex did not confirm within {Words(limit)} that it stopped the turn. Its process is being replaced; a command of this turn may still have run.");

    /// <summary>The answer does not fit the schema of the request.</summary>
    public static TaskError StructuredOutput(string wrong) =>
        new("STRUCTURED_OUTPUT_INVALID", $"The answer does not fit the schema of the request, also when it was asked for again: {wrong}. It stands in the task as it was said. Send the message again, or mend the schema.");

    /// <summary>The process died under the turn.</summary>
    public static TaskError Died(DeathCertificate certificate) => ErrorMapping.From(new AppServerDiedException(certificate));

    /// <summary>A runner of a later release is needed.</summary>
    public static TaskError OfLaterRelease { get; } =
        new("RELEASE_TOO_OLD", "The turn was accepted by a later release of the service, and this runner cannot run it; what had begun elsewhere may have run. Send the message again when all runners are upgraded.");

    /// <summary>A fault of our own; the log says which.</summary>
    public static TaskError Internal { get; } =
        new("INTERNAL_ERROR", "The turn failed inside the service; its log says why. Send the message again.");

    /// <summary>What <paramref name="exception"/> means to a client; null when it is none that can be expected.</summary>
    public static TaskError? From(Exception exception) => exception switch
    {
        ThreadUnusableException unusable => new(unusable.Code, unusable.Message),
        TurnRefusedException refused => new(refused.Code, refused.Message),
        AppServerException known => ErrorMapping.From(known),
        A2AException invalid => new(invalid.Reason, invalid.Message),
        _ => null,
    };

    /// <summary>What ends the task of a turn that met <paramref name="exception"/>; null when nothing more may be written, because its lease or the store is lost.</summary>
    /// <param name="exception">What was met.</param>
    /// <param name="turn">The turn.</param>
    /// <param name="logger">Hears of it.</param>
    /// <param name="known">The table of what can be expected; null for <see cref="From"/>.</param>
    public static TaskError? Ending(Exception exception, ActiveTurn turn, ILogger logger, Func<Exception, TaskError?>? known = null)
    {
        if (exception is LeaseLostException or SeamUnavailableException || (exception is OperationCanceledException && turn.Aborted.IsCancellationRequested))
        {
            return null;
        }

        if ((known ?? From)(exception) is { } error)
        {
            LogFailed(logger, turn.TaskId, error.Code, (exception as ThreadUnusableException)?.InnerException?.Message ?? error.Message);
            return error;
        }

        LogBroke(logger, exception, turn.TaskId);
        return Internal;
    }

    private static string Words(TimeSpan time) => time switch
    {
        { TotalMinutes: >= 2 } => $"{time.TotalMinutes:0.#} minutes",
        { TotalSeconds: 1 } => "1 second",
        _ => $"{time.TotalSeconds:0.#} seconds",
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "Task {TaskId} failed with {Code}: {Reason}")]
    private static partial void LogFailed(ILogger logger, string taskId, string code, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Task {TaskId} failed unexpectedly.")]
    private static partial void LogBroke(ILogger logger, Exception exception, string taskId);
}
