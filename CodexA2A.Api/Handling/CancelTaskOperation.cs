using CodexA2A.Api.Hosting;
using CodexA2A.Tasks;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Handling;

/// <summary>
/// CancelTask (A2A 1.0, 3.1.5): a task that nobody has begun is settled here; any other is canceled by its owner, for whom
/// this waits before it answers the Task as it is (contracts.md §4).
/// </summary>
internal sealed class CancelTaskOperation(ITaskLog log, ITurnQueue queue, TaskWait wait, IOptions<A2AOptions> options, TimeProvider time)
{
    public async Task<Payload> RunAsync(CallContext context, CancelTaskRequest request, CancellationToken cancellationToken)
    {
        RequestValidation.Check(request);
        TenantGuard.Check(context.Owner, request.Tenant);
        NestingGuard.Check(request.Metadata, "metadata");
        var id = request.Id;
        var read = TaskGuards.Found(await log.ReadAsync(context.Owner, id, cancellationToken), id);
        if (!read.State.IsTerminal && await CancelAsync(context, id, cancellationToken))
        {
            await wait.ForAsync(context.Owner, id, read.Last, state => state.IsTerminal, options.Value.CancelWait, cancellationToken);
            read = TaskGuards.Found(await log.ReadAsync(context.Owner, id, cancellationToken), id);
            return Payload.Raw(TaskView.Render(read, null));
        }

        if (!read.State.IsTerminal) read = TaskGuards.Found(await log.ReadAsync(context.Owner, id, cancellationToken), id);
        // To cancel twice is to have canceled; any other end cannot be undone.
        return read.State == TaskState.Canceled
            ? Payload.Raw(TaskView.Render(read, null))
            : throw A2AException.TaskNotCancelable(id, read.State);
    }

    /// <summary>False when the task had ended meanwhile.</summary>
    private async Task<bool> CancelAsync(CallContext context, string id, CancellationToken cancellationToken)
    {
        var status = new TaskStatus { State = TaskState.Canceled, Timestamp = time.GetUtcNow() };
        switch (await queue.SettleAsync(context.Owner, id, status, cancellationToken))
        {
            case SettleStatus.Settled:
                return true;
            case SettleStatus.Terminal:
                return false;
            case SettleStatus.Unknown:
                throw A2AException.TaskNotFound(id);
        }

        var command = new CancelTurn { TaskId = id, Owner = context.Owner, TraceParent = context.TraceParent };
        return await queue.SendAsync(command, cancellationToken) switch
        {
            SendStatus.Accepted => true,
            SendStatus.Terminal => false,
            _ => throw A2AException.TaskNotFound(id),
        };
    }
}
