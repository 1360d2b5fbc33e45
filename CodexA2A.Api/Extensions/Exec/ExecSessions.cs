using System.Text.Json.Nodes;
using CodexA2A.Api.Audit;
using CodexA2A.Api.Errors;
using CodexA2A.Api.Extensions.Control;
using CodexA2A.Api.Handling;
using CodexA2A.Protocol.Json;
using CodexA2A.Tasks;

namespace CodexA2A.Api.Extensions.Exec;

/// <summary>
/// The running commands of a caller. Each is a task in a context of its own that is named after it, so that the caller's name of it
/// is unique and leads to it from every Api; another caller's context of the same name is another one.
/// </summary>
internal sealed class ExecSessions(ITurnQueue queue, ITaskLog log, IControlCalls calls)
{
    private const string NotFoundReason = "EXEC_SESSION_NOT_FOUND";

    private static readonly TaskState[] Unfinished = [TaskState.Working, TaskState.Submitted];

    /// <summary>Longer than an owner needs that is there.</summary>
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(20);

    /// <summary>The context of a command.</summary>
    public static string ContextOf(string processId) => "codex.exec:" + processId;

    /// <summary>Asks the owner of the command's session, and waits until it is done.</summary>
    /// <param name="owner">The caller.</param>
    /// <param name="processId">Its name of the command.</param>
    /// <param name="drive">What to do, by the task's id.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="A2AException">EXEC_SESSION_NOT_FOUND: none of the caller's runs; or what is against it.</exception>
    public async Task DriveAsync(Owner owner, string processId, Func<string, DriveExec> drive, CancellationToken cancellationToken)
    {
        CallNote.Current?.About(context: ContextOf(processId));
        var taskId = await FindAsync(owner, processId, cancellationToken) ?? throw NotFound(processId);
        CallNote.Current?.About(taskId);
        using var reply = await calls.ExpectAsync(cancellationToken);
        // The store is waited for to the end: whoever gave up there could not say whether it was sent.
        switch (await queue.SendAsync(drive(taskId) with { ReplyTo = reply.ReplyTo }, CancellationToken.None))
        {
            case SendStatus.Unknown or SendStatus.Terminal:
                throw NotFound(processId);
            case SendStatus.QueueFull:
                throw new A2AException(A2AErrorCode.TooManyRequests, "So much waits to be written to this command that it takes no more now, and this was not written. Write it again in a moment; canceling the task ends the command.")
                {
                    Reason = "EXEC_INPUT_FULL",
                    Metadata = new Dictionary<string, string> { ["process_id"] = processId, [ErrorHeaders.RetryAfterKey] = "1" },
                };
        }

        var answer = await reply.WaitAsync(Wait, cancellationToken);
        if (answer.Fault is { } fault) throw fault.Reason == NotFoundReason ? NotFound(processId) : RunnerCalls.Error(fault);
    }

    /// <summary>No such command of this caller runs, whoever else's may.</summary>
    private static A2AException NotFound(string processId)
    {
        const string Description = "names no running command of yours";
        return new(A2AErrorCode.InvalidParams, $"{ExecRequest.ProcessField} {Description}.")
        {
            Reason = NotFoundReason,
            Metadata = new Dictionary<string, string> { ["process_id"] = processId },
            FieldViolations = [new(ExecRequest.ProcessField, Description)],
        };
    }

    private async Task<string?> FindAsync(Owner owner, string processId, CancellationToken cancellationToken)
    {
        foreach (var state in Unfinished)
        {
            var page = await log.ListAsync(owner, new TaskListQuery(10) { ContextId = ContextOf(processId), State = state }, cancellationToken);
            if (page.Tasks.FirstOrDefault(task => IsOf(A2AJson.Deserialize<AgentTask>(task.Json.Span), processId)) is { } found) return found.TaskId;
        }

        return null;
    }

    /// <summary>A message may be sent to any context, and runs as a turn there: that is none.</summary>
    private static bool IsOf(AgentTask task, string processId) =>
        JsonText.Of(((task.Metadata?["codex"] as JsonObject)?["exec"] as JsonObject)?["process_id"]) == processId;
}
