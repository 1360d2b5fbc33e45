using System.Text.Json;
using System.Text.Json.Nodes;
using CodexA2A.Api.Audit;
using CodexA2A.Api.Extensions.Control;
using CodexA2A.Api.Handling;
using CodexA2A.Api.JsonRpc;
using CodexA2A.Tasks;

namespace CodexA2A.Api.Extensions.Threads;

/// <summary>An admin gives a principal a thread that this service did not begin: one of a terminal in the runner's home.</summary>
internal sealed class ThreadGrants(RunnerCalls runner, ITurnQueue queue)
{
    /// <summary>The method.</summary>
    public const string Name = "codex.threads.grant";

    private const string Thread = "thread_id";
    private const int MaxPrincipal = 512;

    /// <summary>The method, as the bindings know it.</summary>
    public IEnumerable<RpcMethod> All => [new RpcMethod.Unary(Name, GrantAsync)];

    /// <summary>
    /// <c>{thread_id, principal, home}</c> to <c>{ok, principal, context_id, thread, thread_id}</c>. What the principal has already is answered the
    /// same. The home is one of a fleet that has several; without it any runner that serves the principal looks in its own.
    /// </summary>
    private async Task<Payload> GrantAsync(CallContext context, JsonElement parameters, CancellationToken cancellationToken)
    {
        var given = new MethodParams(parameters, Thread, "principal", "home", "metadata");
        var (asked, principal) = (given.Text(Thread), given.Text("principal"));
        if (principal.Length > MaxPrincipal || principal.Any(char.IsControl))
        {
            throw A2AException.InvalidParams("principal", $"must be a principal's name, of at most {MaxPrincipal} characters");
        }

        CallNote.Current?.About(thread: asked);
        CallNote.Current?.Gives(principal);
        var owner = context.Owner with { Principal = principal };
        // For whom it is to be: a home that no runner serves them in is of no use to them.
        var looked = await runner.AskAsync(context with { Owner = owner }, Name, new JsonObject { [Thread] = asked }, given.OptionalText("home"), cancellationToken);
        // As Codex spells it: it takes other spellings of an id, too, and tells of a thread by its own.
        var id = (string)looked["thread"]!["id"]!;
        // Explicit: a message in it that found the thread gone must not go on in an empty one.
        var binding = new SessionBinding(id, (string)looked["home"]!, Explicit: true);
        var contextId = await queue.FindThreadAsync(owner, id, cancellationToken) is { } has ? has.ContextId : id;
        if (contextId == id && !await queue.BindAsync(owner, id, binding, cancellationToken) && await queue.FindThreadAsync(owner, id, cancellationToken) is null)
        {
            throw A2AException.UnsupportedOperation("The principal has a context of this name that goes on in another thread.", "CONTEXT_IN_USE");
        }

        CallNote.Current?.About(context: contextId, thread: id);
        return Payload.Of(new JsonObject
        {
            ["ok"] = true,
            ["principal"] = principal,
            ["context_id"] = contextId,
            ["thread"] = looked["thread"]?.DeepClone(),
            [Thread] = id,
        });
    }
}
