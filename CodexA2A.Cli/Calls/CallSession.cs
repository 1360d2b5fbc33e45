using System.Text.Json.Nodes;
using CodexA2A.Cli.Client;

namespace CodexA2A.Cli.Calls;

/// <summary>One message to an agent, with everything that it asks on the way answered, up to the end of its task.</summary>
internal sealed class CallSession(AgentConnection agent, TurnFollower follower, IAnswers answers, Action<ReceivedEvent> show)
{
    private string? taskId;
    private string? contextId;
    private TaskState state;

    /// <summary>The task, once there is one.</summary>
    public string? TaskId => taskId;

    /// <summary>Runs the call.</summary>
    /// <returns>The exit code: one of <see cref="ExitCodes"/>.</returns>
    public async Task<int> RunAsync(string text, string? context, CancellationToken cancellationToken)
    {
        contextId = context;
        var message = Message([Part.FromText(text)]);
        OpenQuestion? asked = null;
        while (true)
        {
            var (questions, refusal) = await FollowAsync(message, cancellationToken);
            if (refusal is null && !state.IsInterrupted)
            {
                return state == TaskState.Completed ? ExitCodes.Ok : ExitCodes.Failed;
            }

            // Of a refused answer nothing came: the question is the one before.
            asked = refusal is null ? questions.Items.Count > 0 ? questions.Items[0] : null : asked;
            if (await answers.AnswerAsync(asked, refusal, cancellationToken) is not { } answer)
            {
                return ExitCodes.Waiting;
            }

            message = Answer(answer, asked);
        }
    }

    /// <summary>Shows what comes of a message.</summary>
    /// <returns>What is asked at its end; or why the message, an answer, was not taken: then nothing has changed.</returns>
    private async Task<(OpenQuestions Questions, string? Refusal)> FollowAsync(Message message, CancellationToken cancellationToken)
    {
        var questions = new OpenQuestions();
        try
        {
            await foreach (var received in follower.FollowAsync(new SendMessageRequest { Message = message }, cancellationToken))
            {
                taskId = received.TaskId ?? taskId;
                contextId = received.Event.Task?.ContextId ?? contextId;
                state = received.Event.Message is null ? received.State ?? state : TaskState.Completed;
                questions.Apply(received.Event);
                show(received);
            }

            return (questions, null);
        }
        catch (AgentCallException e) when (e.Code == A2AErrorCode.InvalidParams && message.TaskId is not null)
        {
            return (questions, e.Message);
        }
    }

    /// <summary>Tells the agent to stop; for a person who presses Ctrl-C.</summary>
    public async Task CancelAsync(TimeSpan limit)
    {
        if (taskId is null || state.IsTerminal)
        {
            return;
        }

        using var time = new CancellationTokenSource(limit);
        try
        {
            show(ReceivedEvent.Of(await agent.CancelAsync(taskId, time.Token)));
        }
        catch (Exception e) when (e is AgentCallException or OperationCanceledException)
        {
            // The task ended by itself, or the agent is gone: either way there is nothing left to stop from here.
        }
    }

    private Message Message(IReadOnlyList<Part> parts) => new()
    {
        MessageId = Guid.NewGuid().ToString(),
        Role = Role.User,
        ContextId = contextId,
        Parts = parts,
    };

    private Message Answer(IReadOnlyList<Part> parts, OpenQuestion? question) => Message(parts) with
    {
        TaskId = taskId,
        Metadata = question is null
            ? null
            : new JsonObject { ["shared"] = new JsonObject { ["interrupt"] = new JsonObject { ["request_id"] = question.RequestId } } },
    };
}
