using System.Text.Json.Nodes;
using CodexA2A.Api.Handling;
using CodexA2A.Api.Hosting;
using CodexA2A.Api.JsonRpc;
using CodexA2A.Tasks;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Extensions.Exec;

/// <summary>Commands of the caller's own, each a task: <c>codex.exec.start</c>, and what is done to one that runs.</summary>
internal sealed class ExecMethods(ExecStarts starts, ExecSessions sessions, IOptions<A2AOptions> options)
{
    private const string Process = "process_id";
    private const int MaxWrite = 64 * 1024;
    private const int MaxSize = 4096;

    /// <summary>The methods.</summary>
    public static IReadOnlyList<string> Names { get; } = ["codex.exec.start", "codex.exec.write", "codex.exec.resize", "codex.exec.terminate"];

    /// <inheritdoc cref="Names" />
    public IEnumerable<RpcMethod> All => options.Value.EnableExecControl
        ? [Method(0, StartAsync), Method(1, WriteAsync), Method(2, ResizeAsync), Method(3, TerminateAsync)]
        : [];

    private static RpcMethod.Unary Method(int number, Func<CallContext, MethodParams, CancellationToken, Task<JsonObject>> run) => new(
        Names[number],
        async (context, parameters, cancellationToken) => Payload.Of(await run(context, new MethodParams(parameters, "request", "metadata"), cancellationToken)));

    private async Task<JsonObject> StartAsync(CallContext context, MethodParams given, CancellationToken cancellationToken)
    {
        var (taskId, processId) = await starts.StartAsync(context, ExecRequest.Read(given), given.OptionalObject("metadata"), cancellationToken);
        return new JsonObject { ["ok"] = true, ["task_id"] = taskId, ["context_id"] = ExecSessions.ContextOf(processId), [Process] = processId };
    }

    private async Task<JsonObject> WriteAsync(CallContext context, MethodParams given, CancellationToken cancellationToken)
    {
        var request = given.Nested("request", Process, "delta_base64", "close_stdin");
        var id = ExecRequest.CheckId(request.Text(Process));
        var (delta, close) = (request.OptionalText("delta_base64"), request.OptionalFlag("close_stdin") ?? false);
        if (string.IsNullOrEmpty(delta) && !close) throw A2AException.InvalidParams(request.Field("delta_base64"), "is required, unless close_stdin is true");
        if (delta is not null && (delta.Length > MaxWrite * 2 || !Convert.TryFromBase64String(delta, new byte[delta.Length], out var bytes) || bytes > MaxWrite))
        {
            throw A2AException.InvalidParams(request.Field("delta_base64"), $"must be Base64 of at most {MaxWrite} bytes");
        }

        return await DriveAsync(context, id, task => Drive(context, task, id, DriveExec.Write) with { DeltaBase64 = delta, CloseStdin = close }, cancellationToken);
    }

    private async Task<JsonObject> ResizeAsync(CallContext context, MethodParams given, CancellationToken cancellationToken)
    {
        var request = given.Nested("request", Process, "rows", "cols");
        var id = ExecRequest.CheckId(request.Text(Process));
        var rows = request.OptionalNumber("rows", 1, MaxSize) ?? throw A2AException.InvalidParams(request.Field("rows"), "is required");
        var cols = request.OptionalNumber("cols", 1, MaxSize) ?? throw A2AException.InvalidParams(request.Field("cols"), "is required");
        return await DriveAsync(context, id, task => Drive(context, task, id, DriveExec.Resize) with { Rows = rows, Cols = cols }, cancellationToken);
    }

    private async Task<JsonObject> TerminateAsync(CallContext context, MethodParams given, CancellationToken cancellationToken)
    {
        var id = ExecRequest.CheckId(given.Nested("request", Process).Text(Process));
        return await DriveAsync(context, id, task => Drive(context, task, id, DriveExec.Terminate), cancellationToken);
    }

    private async Task<JsonObject> DriveAsync(CallContext context, string id, Func<string, DriveExec> drive, CancellationToken cancellationToken)
    {
        await sessions.DriveAsync(context.Owner, id, drive, cancellationToken);
        return new JsonObject { ["ok"] = true, [Process] = id };
    }

    private static DriveExec Drive(CallContext context, string taskId, string processId, string action) => new()
    {
        TaskId = taskId,
        Owner = context.Owner,
        TraceParent = context.TraceParent,
        TraceState = context.TraceState,
        ProcessId = processId,
        Action = action,
    };
}
