using System.Text.Json;
using System.Text.Json.Nodes;
using CodexA2A.Api.Extensions.Control;
using CodexA2A.Api.Handling;
using CodexA2A.Api.Hosting;
using CodexA2A.Api.JsonRpc;
using CodexA2A.Api.Outbound;
using CodexA2A.Tasks;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Extensions.Turns;

/// <summary><c>codex.turns.steer</c>: adds a message to the turn that runs in a thread of the caller's.</summary>
internal sealed class TurnMethods(OwnThreads threads, Steering steering, ITaskLog log, ImageFetcher images, IOptions<A2AOptions> options)
{
    private const string Thread = "thread_id";
    private const string Expected = "expected_turn_id";

    /// <summary>The methods.</summary>
    public static IReadOnlyList<string> Names { get; } = ["codex.turns.steer"];

    /// <inheritdoc cref="Names" />
    public IEnumerable<RpcMethod> All => options.Value.EnableTurnControl ? [new RpcMethod.Unary(Names[0], SteerAsync)] : [];

    private async Task<Payload> SteerAsync(CallContext context, JsonElement parameters, CancellationToken cancellationToken)
    {
        var given = new MethodParams(parameters, Thread, Expected, "request");
        var (id, expected) = (given.Text(Thread), given.Text(Expected));
        var parts = RequestParts.Read(given.Nested("request", "parts").Find("parts"));
        MessageInput.Check(parts, options.Value.Limits(), RequestFields.Parts);
        var session = await threads.FindAsync(context, id, Thread, cancellationToken);
        var ids = SubmitIds.Create(context.Owner, context.IdempotencyKey);
        if (await steering.FindRunningAsync(context.Owner, session.ContextId, cancellationToken) is not { } taskId
            || await log.ReadAsync(context.Owner, taskId, cancellationToken) is not { } read)
        {
            throw Steering.Refused("no turn runs in this thread.", id, expected);
        }

        parts = await images.FetchAsync(context.Owner, parts, cancellationToken, RequestFields.Parts);
        var steer = new SteerTurn
        {
            TaskId = taskId,
            Owner = context.Owner,
            TraceParent = context.TraceParent,
            TraceState = context.TraceState,
            SubmitId = ids.SubmitId,
            Message = new Message { MessageId = Guid.NewGuid().ToString(), Role = Role.User, TaskId = taskId, ContextId = session.ContextId, Parts = parts },
            ThreadId = id,
            ExpectedTurnId = expected,
            SeenEpoch = read.Last.Epoch,
        };
        var answer = await RequestFields.NameAsync(RequestFields.Parts, () => steering.SteerAsync(steer, cancellationToken));
        return Payload.Of(new JsonObject { ["ok"] = true, [Thread] = id, ["turn_id"] = answer["turn_id"]?.DeepClone() });
    }
}
