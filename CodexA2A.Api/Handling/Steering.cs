using System.Text.Json.Nodes;
using CodexA2A.Api.Errors;
using CodexA2A.Api.Extensions.Control;
using CodexA2A.Protocol.Json;
using CodexA2A.Tasks;

namespace CodexA2A.Api.Handling;

/// <summary>Adds messages to running turns: the owner of the session does it, and this waits for its answer.</summary>
internal sealed class Steering(ITurnQueue queue, ITaskLog log, IControlCalls calls)
{
    /// <summary>The reason of a steer that was not taken.</summary>
    public const string NotSteerable = "TURN_NOT_STEERABLE";

    /// <summary>The reason of a steer that found too many before it.</summary>
    public const string TooManyWait = "STEER_QUEUE_FULL";

    /// <summary>Longer than an owner needs that is there; a turn that is just starting is waited for.</summary>
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(20);

    private static readonly TaskState[] Unfinished = [TaskState.InputRequired, TaskState.Working, TaskState.AuthRequired, TaskState.Submitted];

    /// <summary>The unfinished task of a context that runs, else the one that runs next; null when there is none.</summary>
    public async Task<string?> FindRunningAsync(Owner owner, string contextId, CancellationToken cancellationToken)
    {
        foreach (var state in Unfinished)
        {
            var page = await log.ListAsync(owner, new TaskListQuery(100) { ContextId = contextId, State = state }, cancellationToken);
            // Newest first; of those that wait the oldest is the next.
            if (page.Tasks is [.., var oldest]) return oldest.TaskId;
        }

        return null;
    }

    /// <summary>Steers; what the owner answers.</summary>
    /// <exception cref="A2AException">TURN_NOT_STEERABLE, or whatever is wrong with the message; the submit id was used for another request.</exception>
    public async Task<JsonObject> SteerAsync(SteerTurn steer, CancellationToken cancellationToken)
    {
        using var reply = await calls.ExpectAsync(cancellationToken);
        // The store is waited for to the end: whoever gave up there could not say whether it was sent.
        switch (await queue.SendAsync(steer with { ReplyTo = reply.ReplyTo }, CancellationToken.None))
        {
            case SendStatus.Unknown:
                throw A2AException.TaskNotFound(steer.TaskId);
            case SendStatus.Terminal:
                throw Refused("the turn has ended.", steer.ThreadId, steer.ExpectedTurnId, steer.TaskId);
            case SendStatus.IdTaken:
                throw MessageIntake.KeyOfAnotherMessage();
            case SendStatus.QueueFull:
                throw Full(steer.TaskId);
        }

        var answer = await reply.WaitAsync(Wait, cancellationToken);
        return answer.Fault is { } fault ? throw RunnerCalls.Error(fault) : answer.Result!;
    }

    /// <summary>True when the message is in the task's history: it was taken before.</summary>
    public static bool Has(TaskRead read, Message message) =>
        A2AJson.Deserialize<AgentTask>(TaskView.Render(read, null).Span) is var task
        && (task.History ?? []).Append(task.Status.Message).Any(said => said?.Role == Role.User && said.MessageId == message.MessageId);

    /// <summary>Its runner has not taken those before it.</summary>
    private static A2AException Full(string taskId) => new(
        A2AErrorCode.TooManyRequests, "So many messages wait for this turn that it takes no more now, and this one was not added. Send it again in a moment.")
    {
        Reason = TooManyWait,
        Metadata = new Dictionary<string, string> { ["taskId"] = taskId, [ErrorHeaders.RetryAfterKey] = "1" },
    };

    /// <summary>The error of a steer that cannot be.</summary>
    public static A2AException Refused(string detail, string? threadId, string? expectedTurnId, string? taskId = null)
    {
        var metadata = new Dictionary<string, string> { ["detail"] = detail };
        if (threadId is not null) metadata["thread_id"] = threadId;
        if (expectedTurnId is not null) metadata["expected_turn_id"] = expectedTurnId;
        if (taskId is not null) metadata["taskId"] = taskId;
        return new A2AException(A2AErrorCode.UnsupportedOperation, $"The message was not added to the turn: {detail}") { Reason = NotSteerable, Metadata = metadata };
    }
}
