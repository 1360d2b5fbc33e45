using System.Text.Json;
using System.Text.Json.Nodes;
using CodexA2A.Api.Audit;
using CodexA2A.Api.Extensions.Control;
using CodexA2A.Api.Handling;
using CodexA2A.Api.Hosting;
using CodexA2A.Api.JsonRpc;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Extensions.Turns;

/// <summary>
/// <c>codex.sessions.shell</c>: a command of the caller's in the workspace, in the sandbox of the agent's commands and not in the
/// conversation; the session says whose it is and where.
/// </summary>
internal sealed class SessionShell(OwnThreads threads, RunnerCalls runner, IOptions<A2AOptions> options)
{
    private const string Session = "session_id";
    private const int MaxCommand = 32 * 1024;

    /// <summary>The methods.</summary>
    public static IReadOnlyList<string> Names { get; } = ["codex.sessions.shell"];

    /// <inheritdoc cref="Names" />
    public IEnumerable<RpcMethod> All => options.Value.EnableSessionShell ? [new RpcMethod.Unary(Names[0], RunAsync)] : [];

    private async Task<Payload> RunAsync(CallContext context, JsonElement parameters, CancellationToken cancellationToken)
    {
        var given = new MethodParams(parameters, Session, "request", "metadata");
        var id = given.Text(Session);
        TurnMetadata.Refuse(given.OptionalObject("metadata"), "cannot be set for a command of a session, which runs in the workspace root; leave it out");
        var request = given.Nested("request", "command", "agent", "model");
        var command = request.Text("command");
        if (command.Length > MaxCommand || command.Contains('\0', StringComparison.Ordinal))
        {
            throw A2AException.InvalidParams("request.command", $"must have at most {MaxCommand} characters, none of them 0");
        }

        var session = await threads.FindAsync(context, id, Session, cancellationToken);
        // A runner that dies with it, or a caller that goes away, leaves no other record of who ran something.
        CallNote.Current?.Started();
        var result = await runner.AskAsync(context, Names[0], new JsonObject { ["command"] = command, ["context_id"] = session.ContextId }, session.Binding.Home, cancellationToken);
        return Payload.Of(new JsonObject { ["item"] = Item(session.ContextId, id, result) });
    }

    private static JsonObject Item(string contextId, string id, JsonObject result) => new()
    {
        ["messageId"] = Guid.NewGuid().ToString(),
        ["role"] = "ROLE_AGENT",
        ["contextId"] = contextId,
        ["parts"] = new JsonArray(new JsonObject { ["text"] = (string)result["stdout"]! + (string)result["stderr"]! }),
        ["metadata"] = new JsonObject
        {
            ["shared"] = new JsonObject { ["session"] = new JsonObject { ["id"] = id } },
            ["codex"] = new JsonObject { ["exec"] = result.DeepClone() },
        },
    };
}
