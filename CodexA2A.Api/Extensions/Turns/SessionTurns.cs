using System.Text.Json;
using System.Text.Json.Nodes;
using CodexA2A.Api.Extensions.Control;
using CodexA2A.Api.Handling;
using CodexA2A.Api.Hosting;
using CodexA2A.Api.JsonRpc;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Extensions.Turns;

/// <summary>Turns in a session of the caller's by method: each is a task like any other, in the session's queue, with the metadata of a message.</summary>
internal sealed class SessionTurns(OwnThreads threads, StartedTurns turns, IOptions<A2AOptions> options)
{
    private const string Session = "session_id";
    private const int MaxCommand = 256;

    /// <summary>The methods.</summary>
    public static IReadOnlyList<string> Names { get; } = ["codex.sessions.prompt_async", "codex.sessions.command"];

    /// <inheritdoc cref="Names" />
    public IEnumerable<RpcMethod> All => [new RpcMethod.Unary(Names[0], PromptAsync), new RpcMethod.Unary(Names[1], CommandAsync)];

    private async Task<Payload> PromptAsync(CallContext context, JsonElement parameters, CancellationToken cancellationToken)
    {
        var given = new MethodParams(parameters, Session, "request", "metadata");
        var id = given.Text(Session);
        var request = given.Nested("request", "parts", "message_id", "agent", "system", "variant");
        var message = Message(request, RequestParts.Read(request.Find("parts")));
        var session = await threads.FindAsync(context, id, Session, cancellationToken);
        var taskId = await RequestFields.NameAsync(
            RequestFields.Parts, () => turns.SubmitAsync(context, session, message, blocking: false, cancellationToken, metadata: given.OptionalObject("metadata")));
        var begun = await turns.BegunAsync(context.Owner, taskId, cancellationToken);
        return Payload.Of(new JsonObject
        {
            ["ok"] = true,
            [Session] = id,
            ["turn_id"] = begun.TurnId,
            ["task_id"] = taskId,
            ["context_id"] = session.ContextId,
        });
    }

    private async Task<Payload> CommandAsync(CallContext context, JsonElement parameters, CancellationToken cancellationToken)
    {
        var given = new MethodParams(parameters, Session, "request", "metadata");
        var id = given.Text(Session);
        var request = given.Nested("request", "command", "arguments", "message_id", "agent", "model", "variant");
        var (command, arguments) = (request.Text("command").TrimStart('/'), request.OptionalText("arguments"));
        if (command.Length is 0 or > MaxCommand || command.Any(char.IsWhiteSpace) || command.Any(char.IsControl))
        {
            throw A2AException.InvalidParams("request.command", $"must be one word of at most {MaxCommand} characters");
        }

        var message = Message(request, [Part.FromText(string.IsNullOrEmpty(arguments) ? $"/{command}" : $"/{command} {arguments}")]);
        var session = await threads.FindAsync(context, id, Session, cancellationToken);
        var taskId = await RequestFields.NameAsync(
            "request.arguments", () => turns.SubmitAsync(context, session, message, blocking: true, cancellationToken, metadata: given.OptionalObject("metadata")));
        var task = await turns.EndedAsync(context.Owner, taskId, options.Value.BlockingTimeout, cancellationToken);
        return task.Status.State == TaskState.Completed ? Payload.Of(new JsonObject { ["item"] = Item(task, id) }) : throw NotCompleted(task);
    }

    /// <summary>What older clients may say of agent, system, model and variant is taken and has no meaning to Codex.</summary>
    private static Message Message(MethodParams request, IReadOnlyList<Part> parts)
    {
        foreach (var name in (ReadOnlySpan<string>)["agent", "system", "model", "variant"])
        {
            request.OptionalText(name);
        }

        return new Message { MessageId = request.OptionalText("message_id") ?? Guid.NewGuid().ToString(), Role = Role.User, Parts = parts };
    }

    private static JsonObject Item(AgentTask task, string id)
    {
        var answer = string.Join("\n\n", (task.Artifacts ?? []).Where(artifact => artifact.Name == "answer").Select(artifact => string.Concat(artifact.Parts.Select(part => part.Text))).Where(text => text.Length > 0));
        return new JsonObject
        {
            ["messageId"] = $"{task.Id}:answer",
            ["role"] = "ROLE_AGENT",
            ["taskId"] = task.Id,
            ["contextId"] = task.ContextId,
            ["parts"] = new JsonArray(new JsonObject { ["text"] = answer }),
            ["metadata"] = new JsonObject { ["shared"] = new JsonObject { ["session"] = new JsonObject { ["id"] = id } } },
        };
    }

    private static A2AException NotCompleted(AgentTask task) => new(
        A2AErrorCode.UnsupportedOperation, $"The turn of the command is not completed: read the task {task.Id} with GetTask, and answer it if it asks. Do not send the command again before.")
    {
        Reason = "TURN_NOT_COMPLETED",
        Metadata = new Dictionary<string, string> { ["taskId"] = task.Id, ["state"] = task.Status.State.ToString() },
    };
}
