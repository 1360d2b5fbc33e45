using System.Text.Json;
using System.Text.Json.Nodes;
using CodexA2A.Api.Audit;
using CodexA2A.Api.Handling;
using CodexA2A.Api.Hosting;
using CodexA2A.Api.JsonRpc;
using CodexA2A.Tasks;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Extensions.Sessions;

/// <summary>
/// <c>codex.sessions.forget</c>: deletes a context of the caller's for good. The owner of its session does it; this waits for the
/// proof, for a while. To ask again is to wait on.
/// </summary>
internal sealed class ForgetMethod(ISessionForgetting sessions, IHostApplicationLifetime lifetime, IOptions<A2AOptions> options, TimeProvider time)
{
    private const string Context = "context_id";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>What is deleted is being looked behind: that takes no longer, unless its runner has died.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);

    /// <summary>Its name.</summary>
    public const string Name = "codex.sessions.forget";

    /// <summary>The method.</summary>
    public RpcMethod Method => new RpcMethod.Unary(Name, RunAsync);

    private async Task<Payload> RunAsync(CallContext context, JsonElement parameters, CancellationToken cancellationToken)
    {
        var contextId = new MethodParams(parameters, Context, "metadata").Text(Context);
        return Payload.Of(await ForgetAsync(context, contextId, cancellationToken) ?? throw NotFound());
    }

    /// <summary>Forgets a context: the proof, or that it is pending; null when the caller has no such context.</summary>
    /// <exception cref="A2AException">TASK_BUSY: a turn is not finished.</exception>
    public async Task<JsonObject?> ForgetAsync(CallContext context, string contextId, CancellationToken cancellationToken)
    {
        CallNote.Current?.About(context: contextId);
        var request = await sessions.AskAsync(context.Owner, contextId, context.TraceParent, cancellationToken);
        return request.Status switch
        {
            ForgetStatus.Unknown => null,
            ForgetStatus.Busy => throw Busy(),
            _ => Answer(contextId, await WaitAsync(context.Owner, contextId, request.RequestId, cancellationToken)),
        };
    }

    private async Task<ForgetProof?> WaitAsync(Owner owner, string contextId, string requestId, CancellationToken cancellationToken)
    {
        var (started, limit) = (time.GetTimestamp(), options.Value.ForgetWait);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping, cancellationToken);
        while (true)
        {
            var proof = await sessions.FindAsync(owner, contextId, requestId, cancellationToken);
            var left = limit + (proof is null ? TimeSpan.Zero : Look) - time.GetElapsedTime(started);
            if (proof is { Remaining: not null } || either.IsCancellationRequested || left <= TimeSpan.Zero)
            {
                return proof;
            }

            await Task.Delay(left < Pause ? left : Pause, time, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private static JsonObject Answer(string contextId, ForgetProof? proof) => proof is null
        ? new JsonObject { ["forgotten"] = false, ["contextId"] = contextId, ["pending"] = true }
        : new JsonObject
        {
            ["forgotten"] = true,
            ["contextId"] = contextId,
            ["tasks"] = proof.Tasks,
            ["events"] = proof.Events,
            ["interrupts"] = proof.Interrupts,
            ["thread"] = proof.Thread,
            ["remaining"] = new JsonArray([.. (proof.Remaining ?? ["unknown: its runner ended before it had looked"]).Select(place => (JsonNode)place)]),
        };

    // Without its name: an unknown one and another caller's are the same, byte for byte.
    private static A2AException NotFound()
    {
        const string Description = "names no context of yours";
        return new(A2AErrorCode.InvalidParams, $"{Context} {Description}.") { Reason = "SESSION_NOT_FOUND", FieldViolations = [new(Context, Description)] };
    }

    private static A2AException Busy() => A2AException.UnsupportedOperation(
        "A turn of this context is not finished; cancel it or wait for its end, then ask again.", "TASK_BUSY");
}
