using CodexA2A.Tasks;

namespace CodexA2A.Api.Handling;

/// <summary>GetTask (A2A 1.0, 3.1.3).</summary>
internal sealed class GetTaskOperation(ITaskLog log)
{
    public async Task<Payload> RunAsync(CallContext context, GetTaskRequest request, CancellationToken cancellationToken)
    {
        RequestValidation.Check(request);
        TenantGuard.Check(context.Owner, request.Tenant);
        var read = TaskGuards.Found(await log.ReadAsync(context.Owner, request.Id, cancellationToken), request.Id);
        return Payload.Raw(TaskView.Render(read, request.HistoryLength));
    }
}
