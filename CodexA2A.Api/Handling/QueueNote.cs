using System.Globalization;
using System.Text.Json.Nodes;

namespace CodexA2A.Api.Handling;

/// <summary>Shows a waiting task's place in the queue; computed at each read, never stored (contracts.md §4).</summary>
internal static class QueueNote
{
    /// <summary>Adds <c>metadata.codex.queue.position</c>, and a status message where the agent gave none.</summary>
    /// <param name="task">The task.</param>
    /// <param name="position">How many turns of its context come first, at least 1: who is next does not wait in a queue.</param>
    public static AgentTask Add(AgentTask task, int position)
    {
        if (task.Status.State != TaskState.Submitted) return task;
        var metadata = task.Metadata?.DeepClone().AsObject() ?? [];
        if (metadata["codex"] is not JsonObject codex) metadata["codex"] = codex = [];
        codex["queue"] = new JsonObject { ["position"] = position };
        task = task with { Metadata = metadata };
        return task.Status.Message is not null ? task : task with { Status = task.Status with { Message = Note(task, position) } };
    }

    private static Message Note(AgentTask task, int position) => new()
    {
        MessageId = $"{task.Id}-queue",
        ContextId = task.ContextId,
        TaskId = task.Id,
        Role = Role.Agent,
        Parts = [Part.FromText(string.Create(CultureInfo.InvariantCulture,
            $"Queued: {position} {(position == 1 ? "turn" : "turns")} of this context {(position == 1 ? "comes" : "come")} first."))],
    };
}
