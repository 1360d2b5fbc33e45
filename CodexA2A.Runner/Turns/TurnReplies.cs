using CodexA2A.Tasks;

namespace CodexA2A.Runner.Turns;

/// <summary>Answers commands of a session for which somebody waits; never fails, because the session goes on without it.</summary>
internal sealed partial class TurnReplies(IControlCalls calls, ILogger<TurnReplies> logger)
{
    /// <summary>Why a steer is refused.</summary>
    public const string NotSteerable = "TURN_NOT_STEERABLE";

    /// <summary>The reason of a steer that found too many before it.</summary>
    public const string TooManyWait = "STEER_QUEUE_FULL";

    /// <summary>Answers; nothing happens where nobody waits.</summary>
    public async Task SayAsync(TurnCommand command, ControlReply reply)
    {
        if (command.ReplyTo is not { } replyTo)
        {
            return;
        }

        try
        {
            // Not given up with a lease: what was done, or was not, is true all the same.
            await calls.ReplyAsync(replyTo, reply, CancellationToken.None);
        }
        catch (SeamUnavailableException exception)
        {
            LogUnsaid(command.TaskId, exception.Message);
        }
    }

    /// <summary>Refuses a steer, so that its sender knows that it was not taken.</summary>
    /// <param name="command">Anything but a steer is passed over.</param>
    /// <param name="detail">Why, as a sentence for people.</param>
    public Task RefuseAsync(TurnCommand command, string detail) =>
        command is SteerTurn steer ? SayAsync(steer, ControlReply.Failed(Fault(steer, detail))) : Task.CompletedTask;

    /// <summary>What a steer is answered that comes behind too many others.</summary>
    public static ControlFault Full(SteerTurn steer) => new(
        A2AErrorCode.TooManyRequests, TooManyWait, "So many messages wait for this turn that it takes no more now, and this one was not added. Send it again in a moment.")
    {
        Metadata = new Dictionary<string, string> { ["taskId"] = steer.TaskId, ["retryAfterSeconds"] = "1" },
    };

    /// <summary>What a steer that was not taken is answered.</summary>
    public static ControlFault Fault(SteerTurn steer, string detail) => new(
        A2AErrorCode.UnsupportedOperation, NotSteerable, $"The message was not added to the turn: {detail}")
    {
        Metadata = Metadata(steer, detail),
    };

    private static Dictionary<string, string> Metadata(SteerTurn steer, string detail)
    {
        var metadata = new Dictionary<string, string> { ["taskId"] = steer.TaskId, ["detail"] = detail };
        if (steer.ThreadId is { } thread)
        {
            metadata["thread_id"] = thread;
        }

        if (steer.ExpectedTurnId is { } expected)
        {
            metadata["expected_turn_id"] = expected;
        }

        return metadata;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The answer to a command of task {TaskId} could not be given: {Problem}")]
    private partial void LogUnsaid(string taskId, string problem);
}
