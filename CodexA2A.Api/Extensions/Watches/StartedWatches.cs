using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CodexA2A.Api.Handling;
using CodexA2A.Api.Hosting;
using CodexA2A.Protocol.Json;
using CodexA2A.Tasks;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Extensions.Watches;

/// <summary>A watch as its task says it.</summary>
/// <param name="Key">A hash of what it tells.</param>
/// <param name="Ended">True when it tells nothing more.</param>
/// <param name="Reason">Why, in one word.</param>
internal sealed record StartedWatch(string Key, bool Ended, string? Reason);

/// <summary>
/// Begins watches and finds them again. The watches of a caller are in contexts of fixed names, one in each, so that there are never more
/// than it may have, whichever of several Apis is asked.
/// </summary>
internal sealed class StartedWatches(ITurnQueue queue, ITaskLog log, IOptions<A2AOptions> options, TimeProvider time)
{
    private const string Limit = "WATCH_LIMIT";

    /// <summary>Begins one; its task and context.</summary>
    /// <exception cref="A2AException">WATCH_LIMIT: the caller has as many as it may.</exception>
    public async Task<(string TaskId, string ContextId)> BeginAsync(CallContext context, string kind, IReadOnlyList<string> events, IReadOnlyList<string>? threadIds)
    {
        for (var place = 1; place <= options.Value.MaxWatches; place++)
        {
            var contextId = $"codex-watch-{place}";
            var taskId = TaskIds.New(SessionId.Create(context.Owner, contextId).Partition(queue.Partitions), time);
            var outcome = await queue.SubmitAsync(
                new TurnSubmission(context.Owner, contextId, Submitted(taskId, contextId, kind, events, threadIds), Command(context, taskId, contextId, kind, events, threadIds))
                {
                    MaxQueued = 1,
                    IsNewId = true,
                },
                CancellationToken.None);
            if (outcome.Status == SubmitStatus.Accepted)
            {
                return (taskId, contextId);
            }
        }

        throw new A2AException(A2AErrorCode.UnsupportedOperation, $"You have {options.Value.MaxWatches} watches, as many as one caller may; release one, or cancel its task.") { Reason = Limit };
    }

    /// <summary>The watch of a task; null when the caller has no such task, or it is none.</summary>
    public async Task<StartedWatch?> FindAsync(Owner owner, string taskId, CancellationToken cancellationToken)
    {
        if (await log.ReadAsync(owner, taskId, cancellationToken) is not { } read)
        {
            return null;
        }

        var codex = A2AJson.Deserialize<AgentTask>(TaskView.Render(read, null).Span).Metadata?["codex"] as JsonObject;
        return (codex?[WatchTarget.Threads] ?? codex?[WatchTarget.Discovery]) is JsonObject watch
            ? new StartedWatch(KeyOf(watch), read.State.IsTerminal, (string?)watch["release_reason"])
            : null;
    }

    private AgentTask Submitted(string taskId, string contextId, string kind, IReadOnlyList<string> events, IReadOnlyList<string>? threadIds)
    {
        var watch = new JsonObject { ["events"] = Json.Strings(events) };
        if (kind == WatchTarget.Threads)
        {
            watch["thread_ids"] = threadIds is null ? null : Json.Strings(threadIds);
        }

        return new AgentTask
        {
            Id = taskId,
            ContextId = contextId,
            Status = new TaskStatus { State = TaskState.Submitted, Timestamp = time.GetUtcNow() },
            Metadata = new JsonObject { ["codex"] = new JsonObject { [kind] = watch } },
        };
    }

    private RunTurn Command(CallContext context, string taskId, string contextId, string kind, IReadOnlyList<string> events, IReadOnlyList<string>? threadIds) => new()
    {
        TaskId = taskId,
        Owner = context.Owner,
        TraceParent = context.TraceParent,
        TraceState = context.TraceState,
        SubmitId = SubmitIds.Create(context.Owner, null).SubmitId,
        Request = new SendMessageRequest
        {
            Message = new Message { MessageId = $"{taskId}-watch", Role = Role.User, ContextId = contextId, TaskId = taskId, Parts = [Part.FromText("Watch.")] },
        },
        AcceptedAt = time.GetUtcNow(),
        Watch = new WatchTarget(kind, events, threadIds, options.Value.WatchIdleTimeout),
        Schema = 3,
    };

    private static string KeyOf(JsonObject watch)
    {
        var told = new JsonObject { ["events"] = watch["events"]?.DeepClone(), ["thread_ids"] = watch["thread_ids"]?.DeepClone() };
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(told.ToJsonString())));
    }
}
