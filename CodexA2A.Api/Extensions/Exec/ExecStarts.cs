using System.Text.Json.Nodes;
using CodexA2A.Api.Handling;
using CodexA2A.Api.Hosting;
using CodexA2A.Api.Limits;
using CodexA2A.Api.Telemetry;
using CodexA2A.Tasks;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Extensions.Exec;

/// <summary>Submits commands of callers as tasks, through the same checks and the same queue as messages.</summary>
internal sealed class ExecStarts(ITurnQueue queue, IEnumerable<RequestPolicy> policies, IOptions<A2AOptions> options, TimeProvider time)
{
    /// <summary>Submits it; the task, and the name of the command.</summary>
    /// <param name="context">The call.</param>
    /// <param name="request">What to run.</param>
    /// <param name="metadata">The metadata of the call, of which <c>codex.directory</c> says where to run it.</param>
    /// <param name="cancellationToken">Ends the checks.</param>
    /// <exception cref="A2AException">It is refused, and nothing has changed.</exception>
    public async Task<(string TaskId, string ProcessId)> StartAsync(CallContext context, ExecRequest request, JsonObject? metadata, CancellationToken cancellationToken)
    {
        ExtensionNegotiation.CheckRequired(context.Extensions, options.Value.RequiredExtensions);
        // With a key the same request must find the same command again.
        var ids = SubmitIds.Create(context.Owner, context.IdempotencyKey);
        var processId = request.ProcessId ?? (context.IdempotencyKey is null ? ExecRequest.NewProcessId() : $"exec-{ids.NewContextId}");
        var contextId = ExecSessions.ContextOf(processId);
        var taskId = TaskIds.New(SessionId.Create(context.Owner, contextId).Partition(queue.Partitions), time);
        var message = new Message { MessageId = $"{taskId}-command", Role = Role.User, Parts = [Part.FromText(request.Line)], ContextId = contextId, TaskId = taskId };
        var send = new SendMessageRequest { Message = message, Metadata = metadata };
        MessageGuards.Check(context.Owner, send with { Message = message with { TaskId = null } }, options.Value);
        foreach (var policy in policies)
        {
            await policy(context.Owner, send, cancellationToken);
        }

        var outcome = await queue.SubmitAsync(
            new TurnSubmission(context.Owner, contextId, NewTask(message, processId, request), Run(context, request, taskId, ids.SubmitId, processId, Metadata.Text(send, Metadata.Directory)))
            {
                // A name is free again when its command has ended.
                MaxQueued = 1,
                MaxOfOwner = options.Value.MaxTurnsPerPrincipal,
                IsNewId = context.IdempotencyKey is null,
                Fingerprint = context.IdempotencyKey is null ? null : Fingerprint(request, metadata),
            },
            CancellationToken.None);
        ApiTelemetry.About(outcome.TaskId, contextId);
        return outcome.Status switch
        {
            SubmitStatus.QueueFull => throw A2AException.InvalidParams(ExecRequest.ProcessField, "names a command of yours that has not ended; give another, or leave it out"),
            SubmitStatus.OwnerFull => throw LimitErrors.Turns(options.Value.MaxTurnsPerPrincipal),
            SubmitStatus.Duplicate when outcome.ContextId != contextId || outcome.AnsweredAt is not null || !outcome.IsOf(Fingerprint(request, metadata)) =>
                throw MessageIntake.KeyOfAnotherMessage(),
            _ => (outcome.TaskId, processId),
        };
    }

    private AgentTask NewTask(Message message, string processId, ExecRequest request) => new()
    {
        Id = message.TaskId!,
        ContextId = message.ContextId!,
        Status = new TaskStatus { State = TaskState.Submitted, Timestamp = time.GetUtcNow() },
        History = [message],
        Metadata = new JsonObject
        {
            ["codex"] = new JsonObject
            {
                ["exec"] = new JsonObject { ["process_id"] = processId, ["command"] = CutLine(request.Line), ["phase"] = "queued", ["tty"] = request.Tty },
            },
        },
    };

    private RunExec Run(CallContext context, ExecRequest request, string taskId, string submitId, string processId, string? directory) => new()
    {
        TaskId = taskId,
        Owner = context.Owner,
        TraceParent = context.TraceParent,
        TraceState = context.TraceState,
        SubmitId = submitId,
        AcceptedAt = time.GetUtcNow(),
        ProcessId = processId,
        Line = request.Line,
        Command = request.Words,
        Directory = directory,
        Tty = request.Tty,
        Rows = request.Rows,
        Cols = request.Cols,
        OutputBytesCap = request.OutputBytesCap,
        TimeoutMs = request.TimeoutMs,
    };

    private static string Fingerprint(ExecRequest request, JsonObject? metadata) => RequestFingerprint.Of(new SendMessageRequest
    {
        Message = new Message { MessageId = "exec", Role = Role.User, Parts = [Part.FromText(string.Join('\0', [request.ToString(), .. request.Words]))] },
        Metadata = metadata,
    });

    private static string CutLine(string line) => line.Length <= 1024 ? line : line[..1024] + "...";
}
