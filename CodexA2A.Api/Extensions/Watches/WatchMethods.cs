using System.Text.Json;
using System.Text.Json.Nodes;
using CodexA2A.Api.Extensions.Control;
using CodexA2A.Api.Handling;
using CodexA2A.Api.JsonRpc;
using CodexA2A.Tasks;

namespace CodexA2A.Api.Extensions.Watches;

/// <summary>Watches: each is a task whose events tell what happens to the caller's threads, or to what the agent can use, until it is released.</summary>
internal sealed class WatchMethods(OwnThreads threads, StartedWatches watches, CancelTaskOperation cancel)
{
    private const string Request = "request";
    private const string TaskId = "task_id";
    private const int MaxThreads = 64;

    /// <summary>What a watch hears: the Codex of the runner that has it, which in one process is all there is.</summary>
    private const string Scope = "runner";

    private const string NotFoundReason = "WATCH_NOT_FOUND";

    /// <summary>What is told where a client names no events: those that older clients know.</summary>
    private static readonly string[] UsualThreadEvents = ["thread.started", "thread.status.changed", "thread.archived", "thread.unarchived", "thread.closed"];

    private static readonly string[] ThreadEvents = [.. UsualThreadEvents, "thread.deleted", "thread.name.updated"];

    private static readonly string[] DiscoveryEvents = ["skills.changed", "apps.updated"];

    /// <summary>The methods about threads.</summary>
    public static IReadOnlyList<string> ThreadNames { get; } = ["codex.threads.watch", "codex.threads.watch.release"];

    /// <summary>The one about what can be used.</summary>
    public static IReadOnlyList<string> DiscoveryNames { get; } = ["codex.discovery.watch"];

    /// <summary>All of them.</summary>
    public IEnumerable<RpcMethod> All =>
    [
        new RpcMethod.Unary(ThreadNames[0], WatchThreadsAsync),
        new RpcMethod.Unary(ThreadNames[1], ReleaseAsync),
        new RpcMethod.Unary(DiscoveryNames[0], WatchDiscoveryAsync),
    ];

    private async Task<Payload> WatchThreadsAsync(CallContext context, JsonElement parameters, CancellationToken cancellationToken)
    {
        var request = new MethodParams(parameters, Request, "metadata").Nested(Request, "events", "thread_ids");
        var events = Events(request, ThreadEvents) ?? UsualThreadEvents;
        var ids = request.OptionalTexts("thread_ids", MaxThreads) is { Count: > 0 } named ? named.Distinct(StringComparer.Ordinal).ToArray() : null;
        for (var i = 0; i < ids?.Length; i++)
        {
            await threads.FindAsync(context, ids[i], $"request.thread_ids[{i}]", cancellationToken);
        }

        return await BeginAsync(context, WatchTarget.Threads, events, ids);
    }

    private Task<Payload> WatchDiscoveryAsync(CallContext context, JsonElement parameters, CancellationToken cancellationToken)
    {
        var request = new MethodParams(parameters, Request, "metadata").Nested(Request, "events");
        return BeginAsync(context, WatchTarget.Discovery, Events(request, DiscoveryEvents) ?? DiscoveryEvents, null);
    }

    private async Task<Payload> BeginAsync(CallContext context, string kind, IReadOnlyList<string> events, IReadOnlyList<string>? ids)
    {
        var (taskId, contextId) = await watches.BeginAsync(context, kind, events, ids);
        return Payload.Of(new JsonObject { ["ok"] = true, [TaskId] = taskId, ["context_id"] = contextId, ["scope"] = Scope });
    }

    private async Task<Payload> ReleaseAsync(CallContext context, JsonElement parameters, CancellationToken cancellationToken)
    {
        var id = new MethodParams(parameters, TaskId, "metadata").Text(TaskId);
        var watch = await watches.FindAsync(context.Owner, id, cancellationToken) ?? throw NotFound();
        if (!watch.Ended)
        {
            try
            {
                await cancel.RunAsync(context, new CancelTaskRequest { Id = id }, cancellationToken);
            }
            catch (A2AException exception) when (exception.Code == A2AErrorCode.TaskNotCancelable)
            {
                // It ended by itself meanwhile, and says why.
            }

            watch = await watches.FindAsync(context.Owner, id, cancellationToken) ?? throw NotFound();
        }

        return Payload.Of(new JsonObject
        {
            ["ok"] = true,
            [TaskId] = id,
            ["owner_status"] = watch.Ended ? "released" : "releasing",
            ["release_reason"] = watch.Reason ?? "explicit_release",
            ["subscription_key"] = watch.Key,
            // Each watch listens by itself.
            ["remaining_owner_count"] = 0,
            ["subscription_released"] = watch.Ended,
        });
    }

    private static IReadOnlyList<string>? Events(MethodParams request, string[] known)
    {
        if (request.OptionalTexts("events", known.Length) is not { } asked)
        {
            return null;
        }

        return asked.Count > 0 && asked.All(known.Contains)
            ? [.. known.Where(asked.Contains)]
            : throw A2AException.InvalidParams("request.events", $"must have at least one, of: {string.Join(", ", known)}");
    }

    private static A2AException NotFound()
    {
        const string Description = "names no watch of yours";
        return new(A2AErrorCode.InvalidParams, $"{TaskId} {Description}.") { Reason = NotFoundReason, FieldViolations = [new(TaskId, Description)] };
    }
}
