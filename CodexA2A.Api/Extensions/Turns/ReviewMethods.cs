using System.Text.Json.Nodes;
using CodexA2A.Api.Extensions.Control;
using CodexA2A.Api.Hosting;
using CodexA2A.Api.JsonRpc;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Extensions.Turns;

/// <summary>Reviews: turns of a thread of the caller's, each a task whose artifact <c>review</c> has the findings.</summary>
internal sealed class ReviewMethods(OwnThreadMethods methods, StartedTurns turns, IOptions<A2AOptions> options)
{
    private const string Thread = "thread_id";
    private const string Turn = "turn_id";
    private const string ReviewThread = "review_thread_id";
    private static readonly string[] Events = ["review.started", "review.status.changed", "review.completed", "review.failed"];

    /// <summary>The methods.</summary>
    public static IReadOnlyList<string> Names { get; } = ["codex.review.start", "codex.review.watch"];

    /// <inheritdoc cref="Names" />
    public IEnumerable<RpcMethod> All => options.Value.EnableReviewControl
        ?
        [
            methods.Of(Names[0], Thread, ["target", "delivery", "metadata"], ReviewTargets.Asked, StartAsync),
            methods.Of(Names[1], Thread, [ReviewThread, Turn, "request", "metadata"], Watched, WatchAsync),
        ]
        : [];

    private async Task<JsonObject> StartAsync(OwnThreadCall call, AskedTurn asked, CancellationToken cancellationToken)
    {
        var begun = await turns.BeginAsync(call, asked, null, cancellationToken);
        return begun is { TurnId: null, Task.Status.State.IsTerminal: true } ? throw Rejected(begun) : new JsonObject
        {
            ["ok"] = true,
            [Turn] = begun.TurnId,
            [ReviewThread] = call.Id,
            ["task_id"] = begun.Task.Id,
            ["context_id"] = call.Session.ContextId,
        };
    }

    private static string Watched(MethodParams given)
    {
        var (reviewThread, turnId) = (given.Text(ReviewThread), given.Text(Turn));
        TurnMetadata.Refuse(given.OptionalObject("metadata"), "means nothing to a watch; leave it out");
        if (given.Nested("request", "events").OptionalTexts("events", Events.Length) is { } asked && asked.Any(name => !Events.Contains(name)))
        {
            throw A2AException.InvalidParams("request.events", $"must be of: {string.Join(", ", Events)}");
        }

        return reviewThread == given.Text(Thread) ? turnId : throw A2AException.InvalidParams(ReviewThread, "must be the thread itself: reviews run in it");
    }

    private async Task<JsonObject> WatchAsync(OwnThreadCall call, string turnId, CancellationToken cancellationToken)
    {
        var task = await turns.FindAsync(call.Context.Owner, call.Session, turnId, cancellationToken) ?? throw NotFound();
        return new JsonObject { ["ok"] = true, ["task_id"] = task.TaskId, ["context_id"] = task.ContextId };
    }

    private static A2AException Rejected(StartedTurn turn)
    {
        var detail = turn.Words ?? "it ended before it began.";
        return new(A2AErrorCode.UnsupportedOperation, $"The review was not started: {detail}")
        {
            Reason = "REVIEW_REJECTED",
            Metadata = new Dictionary<string, string> { ["taskId"] = turn.Task.Id, ["detail"] = detail },
        };
    }

    private static A2AException NotFound()
    {
        const string Description = "names no turn of this thread";
        return new(A2AErrorCode.InvalidParams, $"{Turn} {Description}.") { Reason = "REVIEW_NOT_FOUND", FieldViolations = [new(Turn, Description)] };
    }
}
