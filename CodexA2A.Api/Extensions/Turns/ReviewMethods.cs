using System.Text.Json;
using System.Text.Json.Nodes;
using CodexA2A.Api.Extensions.Control;
using CodexA2A.Api.Handling;
using CodexA2A.Api.Hosting;
using CodexA2A.Api.JsonRpc;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Extensions.Turns;

/// <summary>Reviews: turns of a thread of the caller's, each a task whose artifact <c>review</c> has the findings.</summary>
internal sealed class ReviewMethods(OwnThreads threads, StartedTurns turns, IOptions<A2AOptions> options)
{
    private const string Thread = "thread_id";
    private const string Turn = "turn_id";
    private const string ReviewThread = "review_thread_id";
    private static readonly string[] Events = ["review.started", "review.status.changed", "review.completed", "review.failed"];

    /// <summary>The methods.</summary>
    public static IReadOnlyList<string> Names { get; } = ["codex.review.start", "codex.review.watch"];

    /// <inheritdoc cref="Names" />
    public IEnumerable<RpcMethod> All =>
        options.Value.EnableReviewControl ? [new RpcMethod.Unary(Names[0], StartAsync), new RpcMethod.Unary(Names[1], WatchAsync)] : [];

    private async Task<Payload> StartAsync(CallContext context, JsonElement parameters, CancellationToken cancellationToken)
    {
        var given = new MethodParams(parameters, Thread, "target", "delivery", "metadata");
        var id = given.Text(Thread);
        TurnMetadata.Refuse(given.OptionalObject("metadata"), "cannot be set for a review: it runs by the settings of its thread; leave it out");
        var target = ReviewTargets.Read(given.Nested("target", "type", "branch", "sha", "title", "instructions"));
        if (given.OptionalText("delivery") is not (null or "inline"))
        {
            throw A2AException.InvalidParams("delivery", "must be inline: Codex has no detached reviews any more; fork the thread first, and review in the fork");
        }

        var session = await threads.FindAsync(context, id, Thread, cancellationToken);
        var message = new Message { MessageId = Guid.NewGuid().ToString(), Role = Role.User, Parts = [Part.FromText(ReviewTargets.Words(target))] };
        var taskId = await RequestFields.NameAsync("target.instructions", () => turns.SubmitAsync(context, session, message, blocking: false, cancellationToken, target));
        var begun = await turns.BegunAsync(context.Owner, taskId, cancellationToken);
        if (begun is { TurnId: null, Task.Status.State.IsTerminal: true })
        {
            var detail = begun.Words ?? "it ended before it began.";
            throw new A2AException(A2AErrorCode.UnsupportedOperation, $"The review was not started: {detail}")
            {
                Reason = "REVIEW_REJECTED",
                Metadata = new Dictionary<string, string> { ["taskId"] = taskId, ["detail"] = detail },
            };
        }

        return Payload.Of(new JsonObject
        {
            ["ok"] = true,
            [Turn] = begun.TurnId,
            [ReviewThread] = id,
            ["task_id"] = taskId,
            ["context_id"] = session.ContextId,
        });
    }

    private async Task<Payload> WatchAsync(CallContext context, JsonElement parameters, CancellationToken cancellationToken)
    {
        var given = new MethodParams(parameters, Thread, ReviewThread, Turn, "request", "metadata");
        var (id, reviewThread, turnId) = (given.Text(Thread), given.Text(ReviewThread), given.Text(Turn));
        TurnMetadata.Refuse(given.OptionalObject("metadata"), "means nothing to a watch; leave it out");
        if (given.Nested("request", "events").OptionalTexts("events", Events.Length) is { } asked && asked.Any(name => !Events.Contains(name)))
        {
            throw A2AException.InvalidParams("request.events", $"must be of: {string.Join(", ", Events)}");
        }

        if (reviewThread != id) throw A2AException.InvalidParams(ReviewThread, "must be the thread itself: reviews run in it");
        var session = await threads.FindAsync(context, id, Thread, cancellationToken);
        var task = await turns.FindAsync(context.Owner, session, turnId, cancellationToken) ?? throw NotFound();
        return Payload.Of(new JsonObject { ["ok"] = true, ["task_id"] = task.TaskId, ["context_id"] = task.ContextId });
    }

    private static A2AException NotFound()
    {
        const string Description = "names no turn of this thread";
        return new(A2AErrorCode.InvalidParams, $"{Turn} {Description}.") { Reason = "REVIEW_NOT_FOUND", FieldViolations = [new(Turn, Description)] };
    }
}
