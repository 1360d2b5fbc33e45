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
        var message = Message(text);
        while (true)
        {
            var questions = new OpenQuestions();
            await foreach (var received in follower.FollowAsync(new SendMessageRequest { Message = message }, cancellationToken))
            {
                taskId = received.TaskId ?? taskId;
                contextId = received.Event.Task?.ContextId ?? contextId;
                state = received.Event.Message is null ? received.State ?? state : TaskState.Completed;
                questions.Apply(received.Event);
                show(received);
            }

            if (!state.IsInterrupted)
            {
                return state == TaskState.Completed ? ExitCodes.Ok : ExitCodes.Failed;
            }

            var question = questions.Items.Count > 0 ? questions.Items[0] : null;
            if (await answers.AnswerAsync(question, cancellationToken) is not { } answer)
            {
                return ExitCodes.Waiting;
            }

            message = Answer(answer, question);
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

    private Message Message(string text) => new()
    {
        MessageId = Guid.NewGuid().ToString(),
        Role = Role.User,
        ContextId = contextId,
        Parts = [Part.FromText(text)],
    };

    private Message Answer(string text, OpenQuestion? question) => Message(text) with
    {
        TaskId = taskId,
        Metadata = question is null
            ? null
            : new JsonObject { ["shared"] = new JsonObject { ["interrupt"] = new JsonObject { ["request_id"] = question.RequestId } } },
    };
}
