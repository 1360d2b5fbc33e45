using System.Text.Json.Nodes;
using CodexA2A.Api.Extensions.Control;
using CodexA2A.Api.Handling;
using CodexA2A.Protocol.Json;
using CodexA2A.Tasks;

namespace CodexA2A.Api.Extensions.Turns;

/// <summary>A turn that a method asked for.</summary>
/// <param name="Task">Its task.</param>
/// <param name="TurnId">The agent's id of it; null while it waits for another turn, or when it ended before it began.</param>
internal sealed record StartedTurn(AgentTask Task, string? TurnId)
{
    /// <summary>What its last status says; null when that is nothing.</summary>
    public string? Words => Task.Status.Message is { Role: Role.Agent } said ? string.Concat(said.Parts.Select(part => part.Text)) : null;
}

/// <summary>A turn that a method asks for, in the session that it names.</summary>
/// <param name="Parts">What its message says.</param>
/// <param name="Field">What they were made of: <see cref="RequestFields.Parts"/>, or the name of one member.</param>
internal sealed record AskedTurn(IReadOnlyList<Part> Parts, string Field)
{
    /// <summary>The message's id, which a client may give.</summary>
    public string MessageId { get; init; } = Guid.NewGuid().ToString();

    /// <summary>What to review in place of answering the message.</summary>
    public ReviewTarget? Review { get; init; }
}

/// <summary>Runs turns in sessions of the caller's for methods, and finds them again.</summary>
internal sealed class StartedTurns(MessageIntake intake, ITaskLog log, TaskWait wait, IHostApplicationLifetime lifetime, TimeProvider time)
{
    /// <summary>A turn behind another one is answered without its id.</summary>
    private static readonly TimeSpan StartWait = TimeSpan.FromSeconds(15);

    private const int PageSize = 20;
    private const int MaxPages = 10;

    /// <summary>Begins a turn in a session, and waits until the agent has named it, or it has ended, or some time is over.</summary>
    /// <exception cref="A2AException">It is refused as in a send, by the names of the request.</exception>
    public async Task<StartedTurn> BeginAsync(OwnThreadCall call, AskedTurn asked, JsonObject? metadata, CancellationToken cancellationToken)
    {
        var taskId = await SubmitAsync(call, asked, metadata, blocking: false, cancellationToken);
        return await BegunAsync(call.Context.Owner, taskId, cancellationToken);
    }

    /// <summary>Runs a turn in a session, and waits until its task has ended or asks, or some time is over.</summary>
    /// <exception cref="A2AException">It is refused as in a send, by the names of the request.</exception>
    public async Task<AgentTask> RunAsync(OwnThreadCall call, AskedTurn asked, JsonObject? metadata, TimeSpan limit, CancellationToken cancellationToken)
    {
        var taskId = await SubmitAsync(call, asked, metadata, blocking: true, cancellationToken);
        await wait.ForAsync(call.Context.Owner, taskId, EventId.None, state => state.IsTerminal || state.IsInterrupted, limit, cancellationToken);
        return await ReadAsync(call.Context.Owner, taskId, cancellationToken);
    }

    /// <summary>The task of a session that ran a turn; null when none of the last ones did.</summary>
    public async Task<TaskSnapshot?> FindAsync(Owner owner, ThreadSession session, string turnId, CancellationToken cancellationToken)
    {
        TaskListCursor? after = null;
        for (var page = 0; page < MaxPages; page++)
        {
            var list = await log.ListAsync(owner, new TaskListQuery(PageSize) { ContextId = session.ContextId, After = after }, cancellationToken);
            if (list.Tasks.FirstOrDefault(task => TurnIdOf(A2AJson.Deserialize<AgentTask>(task.Json.Span)) == turnId) is { } found) return found;
            if (list.Next is not { } next) return null;
            after = next;
        }

        return null;
    }

    private Task<string> SubmitAsync(OwnThreadCall call, AskedTurn asked, JsonObject? metadata, bool blocking, CancellationToken cancellationToken) =>
        RequestFields.NameAsync(asked.Field, async () =>
        {
            var request = new SendMessageRequest
            {
                Message = new Message { MessageId = asked.MessageId, Role = Role.User, Parts = asked.Parts, ContextId = call.Session.ContextId },
                Metadata = TurnMetadata.Of(metadata, call.Session.Binding.ThreadId),
            };
            return (await intake.AcceptAsync(call.Context, request, blocking, cancellationToken, asked.Review)).TaskId;
        });

    private async Task<StartedTurn> BegunAsync(Owner owner, string taskId, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(StartWait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, lifetime.ApplicationStopping, cancellationToken);
        try
        {
            await foreach (var batch in log.FollowAsync(owner, taskId, EventId.None, either.Token))
            {
                if (batch.Any(item => item.Kind == TaskEventKind.Event && item.State is not null && TurnIdOf(item.Payload) is not null)) break;
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Then it is answered as it is.
        }

        var task = await ReadAsync(owner, taskId, cancellationToken);
        return new StartedTurn(task, TurnIdOf(task));
    }

    private async Task<AgentTask> ReadAsync(Owner owner, string taskId, CancellationToken cancellationToken) =>
        A2AJson.Deserialize<AgentTask>(TaskView.Render(TaskGuards.Found(await log.ReadAsync(owner, taskId, cancellationToken), taskId), null).Span);

    private static string? TurnIdOf(ReadOnlyMemory<byte> payload) => A2AJson.Deserialize<StreamResponse>(payload.Span).StatusUpdate is { } update ? TurnIdOf(update.Metadata) : null;

    private static string? TurnIdOf(AgentTask task) => TurnIdOf(task.Metadata);

    private static string? TurnIdOf(JsonObject? metadata) => JsonText.Of((metadata?["codex"] as JsonObject)?["turn_id"]);
}
