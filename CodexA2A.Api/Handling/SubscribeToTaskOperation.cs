using System.Runtime.CompilerServices;
using CodexA2A.Api.Handling.Output;
using CodexA2A.Tasks;

namespace CodexA2A.Api.Handling;

/// <summary>
/// SubscribeToTask (A2A 1.0, 3.1.6): the Task as it is, then its events to the end. With Last-Event-ID no snapshot comes first,
/// but everything after that event, also of an ended task (contracts.md §2).
/// </summary>
internal sealed class SubscribeToTaskOperation(ITaskLog log, WatchKeeping watches)
{
    public async Task<EventStream> OpenAsync(CallContext context, SubscribeToTaskRequest request, CancellationToken cancellationToken)
    {
        RequestValidation.Check(request);
        TenantGuard.Check(context.Owner, request.Tenant);
        var id = request.Id;
        if (context.LastEventId is { } header)
        {
            var cursor = await CheckAsync(context.Owner, id, header, cancellationToken);
            var stored = await log.ReadAsync(context.Owner, id, cancellationToken);
            var task = stored is null ? ReadOnlyMemory<byte>.Empty : stored.Snapshot.Json;
            var rest = new EventStream(FollowAsync(context.Owner, id, cursor, null, CancellationToken.None), OpensAtOnce: true);
            return OutputDowngrade.Apply(stored is null ? null : OutputDowngrade.OfTask(task.Span), watches.Keep(context.Owner, task.Span, id, rest));
        }

        var read = TaskGuards.Found(await log.ReadAsync(context.Owner, id, cancellationToken), id);
        TaskGuards.CanBeSubscribed(read);
        var whole = new EventStream(FollowAsync(context.Owner, id, read.Last, TaskView.AsEvent(read), CancellationToken.None));
        return OutputDowngrade.Apply(OutputDowngrade.OfTask(read.Snapshot.Json.Span), watches.Keep(context.Owner, read.Snapshot.Json.Span, id, whole));
    }

    private async Task<EventId> CheckAsync(Owner owner, string id, string header, CancellationToken cancellationToken)
    {
        if (!EventId.TryParse(header, out var cursor))
        {
            // Whether the task exists is told first: the header is wrong only for somebody who may see it.
            TaskGuards.Found(await log.ReadAsync(owner, id, cancellationToken), id);
            throw A2AException.InvalidParams(Headers.LastEventId, "is not an event id; send the id of the last event that was received");
        }

        return await log.CheckCursorAsync(owner, id, cursor, cancellationToken) switch
        {
            null => throw A2AException.TaskNotFound(id),
            CursorCheck.NeverExisted => throw A2AException.InvalidParams(Headers.LastEventId, "is no event of this task"),
            _ => cursor,
        };
    }

    private async IAsyncEnumerable<IReadOnlyList<StreamItem>> FollowAsync(
        Owner owner, string id, EventId after, StreamItem? first, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (first is { } item) yield return [item];
        await foreach (var batch in log.FollowAsync(owner, id, after, cancellationToken))
        {
            var items = EventBatch.ForClients(batch, closesOnQuestion: false, out _);
            if (items.Count > 0) yield return items;
        }
    }
}
