using System.Buffers;
using System.Text.Json;
using CodexA2A.Api.Handling.Output;
using CodexA2A.Api.Hosting;
using CodexA2A.Tasks;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Handling;

/// <summary>ListTasks (A2A 1.0, 3.1.4): the caller's tasks, newest status first.</summary>
internal sealed class ListTasksOperation(ITaskLog log, IOptions<A2AOptions> options)
{
    /// <summary>A page ends early behind so many bytes; the next one goes on there.</summary>
    private const int MaxPageBytes = 8 * 1024 * 1024;

    public async Task<Payload> RunAsync(CallContext context, ListTasksRequest request, CancellationToken cancellationToken)
    {
        RequestValidation.Check(request);
        TenantGuard.Check(context.Owner, request.Tenant);
        var size = request.PageSize ?? options.Value.ListPageSize;
        var page = await log.ListAsync(
            context.Owner,
            new TaskListQuery(size)
            {
                ContextId = string.IsNullOrEmpty(request.ContextId) ? null : request.ContextId,
                State = request.Status,
                StatusAtOrAfter = request.StatusTimestampAfter,
                After = PageToken.Read(request.PageToken),
            },
            cancellationToken);
        return Payload.Raw(Write(page, request, size));
    }

    private static ReadOnlyMemory<byte> Write(TaskListPage page, ListTasksRequest request, int size)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true });
        var next = page.Next;
        writer.WriteStartObject();
        writer.WriteStartArray("tasks"u8);
        for (var i = 0; i < page.Tasks.Count; i++)
        {
            var task = page.Tasks[i];
            writer.WriteRawValue(OutputDowngrade.Apply(TaskSlice.Of(task.Json.Span, request.IncludeArtifacts == true, request.HistoryLength)).Span, skipInputValidation: true);
            if (writer.BytesCommitted + writer.BytesPending < MaxPageBytes || i == page.Tasks.Count - 1) continue;
            next = new TaskListCursor(task.StatusAt.ToUnixTimeMilliseconds(), task.TaskId);
            break;
        }

        writer.WriteEndArray();
        writer.WriteString("nextPageToken"u8, PageToken.Write(next));
        writer.WriteNumber("pageSize"u8, size);
        writer.WriteNumber("totalSize"u8, page.Total);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }
}
