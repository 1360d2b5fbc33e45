using System.Text.Json.Nodes;
using CodexA2A.Api.Audit;
using CodexA2A.Api.Extensions.Control;
using CodexA2A.Api.Hosting;
using CodexA2A.Api.JsonRpc;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Extensions.Turns;

/// <summary>
/// <c>codex.sessions.shell</c>: a command of the caller's in the workspace, in the sandbox of the agent's commands and not in the
/// conversation; the session says whose it is and where.
/// </summary>
internal sealed class SessionShell(OwnThreadMethods methods, RunnerCalls runner, IOptions<A2AOptions> options)
{
    private const int MaxCommand = 32 * 1024;

    /// <summary>The methods.</summary>
    public static IReadOnlyList<string> Names { get; } = ["codex.sessions.shell"];

    /// <inheritdoc cref="Names" />
    public IEnumerable<RpcMethod> All => options.Value.EnableSessionShell ? [methods.Of(Names[0], "session_id", ["request", "metadata"], Command, RunAsync)] : [];

    private static string Command(MethodParams given)
    {
        TurnMetadata.Refuse(given.OptionalObject("metadata"), "cannot be set for a command of a session, which runs in the workspace root; leave it out");
        var command = given.Nested("request", "command", "agent", "model").Text("command");
        return command.Length <= MaxCommand && !command.Contains('\0', StringComparison.Ordinal)
            ? command
            : throw A2AException.InvalidParams("request.command", $"must have at most {MaxCommand} characters, none of them 0");
    }

    private async Task<JsonObject> RunAsync(OwnThreadCall call, string command, CancellationToken cancellationToken)
    {
        // A runner that dies with it, or a caller that goes away, leaves no other record of who ran something.
        CallNote.Current?.Started();
        var asked = new JsonObject { ["command"] = command, ["context_id"] = call.Session.ContextId };
        var result = await runner.AskAsync(call.Context, Names[0], asked, call.Session.Binding.Home, cancellationToken);
        var text = (string)result["stdout"]! + (string)result["stderr"]!;
        return SessionItem.Of(call, Guid.NewGuid().ToString(), taskId: null, text, new JsonObject { ["exec"] = result.DeepClone() });
    }
}
