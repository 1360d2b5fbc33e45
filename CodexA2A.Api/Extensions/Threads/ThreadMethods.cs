using System.Text.Json;
using System.Text.Json.Nodes;
using CodexA2A.Api.Extensions.Control;
using CodexA2A.Api.Extensions.Sessions;
using CodexA2A.Api.Handling;
using CodexA2A.Api.JsonRpc;
using CodexA2A.Tasks;

namespace CodexA2A.Api.Extensions.Threads;

/// <summary>What can be done to a thread of the caller's. Each looks whose it is first, and asks a runner of its home.</summary>
internal sealed class ThreadMethods(RunnerCalls runner, OwnThreads threads, ITurnQueue queue, ForgetMethod forget)
{
    private const string Prefix = "codex.threads.";
    private const string Thread = "thread_id";
    private const int MaxName = 500;

    /// <summary>The methods.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        Prefix + "read", Prefix + "fork", Prefix + "archive", Prefix + "unarchive", Prefix + "metadata.update", Prefix + "name.set", Prefix + "revert",
        Prefix + "compact", Prefix + "delete",
    ];

    /// <inheritdoc cref="Names" />
    public IEnumerable<RpcMethod> All =>
    [
        Method("read", breaks: false, given => new JsonObject
        {
            ["include_turns"] = given.OptionalFlag("include_turns"),
            ["limit"] = given.OptionalNumber("limit", 1, 100) ?? 20,
            ["cursor"] = given.OptionalText("cursor"),
        }, "include_turns", "limit", "cursor"),
        new RpcMethod.Unary(Prefix + "fork", ForkAsync),
        Method("archive", breaks: true, _ => []),
        Method("unarchive", breaks: false, _ => []),
        Method("metadata.update", breaks: false, given => new JsonObject { ["git_info"] = GitInfo(given.Nested("request", "git_info")) }, "request"),
        Method("name.set", breaks: false, given => new JsonObject { ["name"] = Name(given.Text("name")) }, "name"),
        Method("revert", breaks: true, given => new JsonObject { ["before_turn_id"] = given.Text("before_turn_id") }, "before_turn_id"),
        Method("compact", breaks: true, _ => []),
        new RpcMethod.Unary(Prefix + "delete", DeleteAsync),
    ];

    // One of a thread and its own params, whose answer goes out with the thread's id.
    private RpcMethod.Unary Method(string name, bool breaks, Func<MethodParams, JsonObject> read, params string[] known) => new(
        Prefix + name,
        async (context, parameters, cancellationToken) =>
        {
            var given = new MethodParams(parameters, [Thread, "metadata", .. known]);
            var (id, asked) = (given.Text(Thread), read(given));
            var session = await threads.FindAsync(context, id, Thread, cancellationToken);
            if (breaks)
            {
                await threads.RefuseBusyAsync(context, session, cancellationToken);
            }

            asked[Thread] = id;
            return Done(id, await runner.AskAsync(context, Prefix + name, asked, session.Binding.Home, cancellationToken));
        });

    private async Task<Payload> ForkAsync(CallContext context, JsonElement parameters, CancellationToken cancellationToken)
    {
        var given = new MethodParams(parameters, Thread, "last_turn_id", "request", "metadata");
        var id = given.Text(Thread);
        if (given.Nested("request", "ephemeral").OptionalFlag("ephemeral") == true)
        {
            throw A2AException.UnsupportedOperation(
                "Nothing keeps an ephemeral fork: the process that has it may put it away before the next message. Leave request.ephemeral out, and delete the fork when it is not needed; for one turn that is kept nowhere send metadata.codex.execution.ephemeral.", "EPHEMERAL_FORK");
        }

        var asked = new JsonObject { [Thread] = id, ["last_turn_id"] = given.OptionalText("last_turn_id"), ["directory"] = Directory(parameters) };
        var session = await threads.FindAsync(context, id, Thread, cancellationToken);
        var result = await runner.AskAsync(context, Prefix + "fork", asked, session.Binding.Home, cancellationToken);
        var forked = (string)result["thread"]!["id"]!;
        // Explicit: a message in it that found the thread gone must not go on in an empty one.
        var binding = new SessionBinding(forked, session.Binding.Home, Explicit: true);
        if (!await queue.BindAsync(context.Owner, forked, binding, cancellationToken))
        {
            // Ids of threads are unique; only a client that has guessed one in advance can have a context of this name.
            throw A2AException.Internal();
        }

        result["context_id"] = forked;
        return Done(forked, result);
    }

    private async Task<Payload> DeleteAsync(CallContext context, JsonElement parameters, CancellationToken cancellationToken)
    {
        var id = new MethodParams(parameters, Thread, "metadata").Text(Thread);
        var session = await threads.FindAsync(context, id, Thread, cancellationToken);
        return Done(id, await forget.ForgetAsync(context, session.ContextId, cancellationToken) ?? throw OwnThreads.NotFound(Thread));
    }

    private static Payload Done(string id, JsonObject result)
    {
        result.Insert(0, "ok", true);
        result["thread_id"] = id;
        return Payload.Of(result);
    }

    private static string Name(string name) =>
        name.Length <= MaxName ? name : throw A2AException.InvalidParams("name", $"must have at most {MaxName} characters");

    private static JsonObject GitInfo(MethodParams request)
    {
        var given = request.Nested("git_info", "sha", "branch", "origin_url");
        var info = new JsonObject();
        foreach (var name in (ReadOnlySpan<string>)["sha", "branch", "origin_url"])
        {
            if (given.Has(name))
            {
                info[name] = given.OptionalText(name);
            }
        }

        return info.Count > 0 ? info : throw A2AException.InvalidParams("request.git_info", "must have at least one of sha, branch and origin_url");
    }

    private static string? Directory(JsonElement parameters)
    {
        foreach (var name in (ReadOnlySpan<string>)["metadata", "codex", "directory"])
        {
            if (parameters.ValueKind != JsonValueKind.Object || !parameters.TryGetProperty(name, out parameters) || parameters.ValueKind == JsonValueKind.Null)
            {
                return null;
            }
        }

        return parameters.ValueKind == JsonValueKind.String ? parameters.GetString() : throw A2AException.InvalidParams("metadata.codex.directory", "must be a string");
    }
}
