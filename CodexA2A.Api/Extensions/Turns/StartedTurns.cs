using System.Text.Json;
using System.Text.Json.Nodes;
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

/// <summary>Runs turns in sessions of the caller's for methods, and finds them again.</summary>
internal sealed class StartedTurns(MessageIntake intake, ITaskLog log, TaskWait wait, IHostApplicationLifetime lifetime, TimeProvider time)
{
    /// <summary>A turn behind another one is answered without its id.</summary>
    private static readonly TimeSpan StartWait = TimeSpan.FromSeconds(15);

    private const int PageSize = 20;
    private const int MaxPages = 10;

    /// <summary>Submits a message in a session; the task's id.</summary>
    /// <exception cref="A2AException">The message, or what the metadata ask for, is refused as in a send.</exception>
    public async Task<string> SubmitAsync(
        CallContext context, ThreadSession session, Message message, bool blocking, CancellationToken cancellationToken, ReviewTarget? review = null, JsonObject? metadata = null)
    {
        var request = new SendMessageRequest
        {
            Message = message with { ContextId = session.ContextId },
            Metadata = TurnMetadata.Of(metadata, session.Binding.ThreadId),
        };
        return (await intake.AcceptAsync(context, request, blocking, cancellationToken, review)).TaskId;
    }

    /// <summary>The turn as soon as the agent has named it, or it has ended, or some time is over.</summary>
    public async Task<StartedTurn> BegunAsync(Owner owner, string taskId, CancellationToken cancellationToken)
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

    /// <summary>The task when it has ended or asks, or some time is over.</summary>
    public async Task<AgentTask> EndedAsync(Owner owner, string taskId, TimeSpan limit, CancellationToken cancellationToken)
    {
        await wait.ForAsync(owner, taskId, EventId.None, state => state.IsTerminal || state.IsInterrupted, limit, cancellationToken);
        return await ReadAsync(owner, taskId, cancellationToken);
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

    private async Task<AgentTask> ReadAsync(Owner owner, string taskId, CancellationToken cancellationToken) =>
        A2AJson.Deserialize<AgentTask>(TaskView.Render(TaskGuards.Found(await log.ReadAsync(owner, taskId, cancellationToken), taskId), null).Span);

    private static string? TurnIdOf(ReadOnlyMemory<byte> payload) => A2AJson.Deserialize<StreamResponse>(payload.Span).StatusUpdate is { } update ? TurnIdOf(update.Metadata) : null;

    private static string? TurnIdOf(AgentTask task) => TurnIdOf(task.Metadata);

    private static string? TurnIdOf(JsonObject? metadata) =>
        (metadata?["codex"] as JsonObject)?["turn_id"] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;
}
