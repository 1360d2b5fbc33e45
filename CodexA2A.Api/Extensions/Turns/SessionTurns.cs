using System.Text.Json.Nodes;
using CodexA2A.Api.Extensions.Control;
using CodexA2A.Api.Hosting;
using CodexA2A.Api.JsonRpc;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Extensions.Turns;

/// <summary>Turns in a session of the caller's by method: each is a task like any other, in the session's queue, with the metadata of a message.</summary>
internal sealed class SessionTurns(OwnThreadMethods methods, StartedTurns turns, IOptions<A2AOptions> options)
{
    private const string Session = "session_id";
    private const int MaxCommand = 256;

    /// <summary>The methods.</summary>
    public static IReadOnlyList<string> Names { get; } = ["codex.sessions.prompt_async", "codex.sessions.command"];

    /// <inheritdoc cref="Names" />
    public IEnumerable<RpcMethod> All =>
    [
        methods.Of(Names[0], Session, ["request", "metadata"], Prompt, PromptAsync),
        methods.Of(Names[1], Session, ["request", "metadata"], Command, CommandAsync),
    ];

    private static AskedTurn Prompt(MethodParams given)
    {
        var request = given.Nested("request", "parts", "message_id", "agent", "system", "variant");
        return Turn(request, RequestParts.Read(request.Find("parts")), RequestFields.Parts);
    }

    private async Task<JsonObject> PromptAsync(OwnThreadCall call, AskedTurn asked, CancellationToken cancellationToken)
    {
        var begun = await turns.BeginAsync(call, asked, call.Given.OptionalObject("metadata"), cancellationToken);
        return new JsonObject
        {
            ["ok"] = true,
            [Session] = call.Id,
            ["turn_id"] = begun.TurnId,
            ["task_id"] = begun.Task.Id,
            ["context_id"] = call.Session.ContextId,
        };
    }

    private static AskedTurn Command(MethodParams given)
    {
        var request = given.Nested("request", "command", "arguments", "message_id", "agent", "model", "variant");
        var (command, arguments) = (request.Text("command").TrimStart('/'), request.OptionalText("arguments"));
        if (command.Length is 0 or > MaxCommand || command.Any(char.IsWhiteSpace) || command.Any(char.IsControl))
        {
            throw A2AException.InvalidParams("request.command", $"must be one word of at most {MaxCommand} characters");
        }

        return Turn(request, [Part.FromText(string.IsNullOrEmpty(arguments) ? $"/{command}" : $"/{command} {arguments}")], "request.arguments");
    }

    private async Task<JsonObject> CommandAsync(OwnThreadCall call, AskedTurn asked, CancellationToken cancellationToken)
    {
        var task = await turns.RunAsync(call, asked, call.Given.OptionalObject("metadata"), options.Value.BlockingTimeout, cancellationToken);
        return task.Status.State == TaskState.Completed ? SessionItem.Of(call, $"{task.Id}:answer", task.Id, Answer(task)) : throw NotCompleted(task);
    }

    /// <summary>What older clients may say of agent, system, model and variant is taken and has no meaning to Codex.</summary>
    private static AskedTurn Turn(MethodParams request, IReadOnlyList<Part> parts, string field)
    {
        foreach (var name in (ReadOnlySpan<string>)["agent", "system", "model", "variant"])
        {
            request.OptionalText(name);
        }

        var turn = new AskedTurn(parts, field);
        return request.OptionalText("message_id") is { } id ? turn with { MessageId = id } : turn;
    }

    private static string Answer(AgentTask task) => string.Join("\n\n", (task.Artifacts ?? [])
        .Where(artifact => artifact.Name == "answer").Select(artifact => string.Concat(artifact.Parts.Select(part => part.Text))).Where(text => text.Length > 0));

    private static A2AException NotCompleted(AgentTask task) => new(
        A2AErrorCode.UnsupportedOperation, $"The turn of the command is not completed: read the task {task.Id} with GetTask, and answer it if it asks. Do not send the command again before.")
    {
        Reason = "TURN_NOT_COMPLETED",
        Metadata = new Dictionary<string, string> { ["taskId"] = task.Id, ["state"] = task.Status.State.ToString() },
    };
}
