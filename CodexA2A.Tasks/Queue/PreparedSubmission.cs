using System.Text.Json.Nodes;
using CodexA2A.Protocol.Json;

namespace CodexA2A.Tasks;

/// <summary>What a submission is stored as: made ready before the step that stores it.</summary>
internal sealed class PreparedSubmission
{
    /// <summary>Checks and serialises it.</summary>
    /// <exception cref="ArgumentException">Its parts do not belong together.</exception>
    public PreparedSubmission(TurnSubmission submission)
    {
        var (owner, context, task, command) = submission;
        if (task.ContextId != context || command.TaskId != task.Id || command.Owner != owner || task.Status.State != TaskState.Submitted)
        {
            throw new ArgumentException("Task, command, context and owner of a submission belong together, and the task is SUBMITTED.", nameof(submission));
        }

        task = Stamped(task);
        Submission = submission;
        Session = SessionId.Create(owner, context);
        Event = A2AJson.Serialize(StreamResponse.FromTask(task));
        if (Event.Length > EventLimits.MaxBytes)
        {
            // The command has the message whole; only what clients are shown of it is cut.
            task = task with { History = [.. task.History!.Select(message => MessageLimits.Apply(message, EventLimits.MessageBytes))] };
            Event = A2AJson.Serialize(StreamResponse.FromTask(task));
        }

        Snapshot = A2AJson.Serialize(task);
        Command = SeamJson.Serialize<TurnCommand>(command);
    }

    /// <summary>As given.</summary>
    public TurnSubmission Submission { get; }

    /// <summary>The session it belongs to.</summary>
    public SessionId Session { get; }

    /// <summary>The task's first event.</summary>
    public byte[] Event { get; }

    /// <summary>The task's first snapshot.</summary>
    public byte[] Snapshot { get; }

    /// <summary>The turn.</summary>
    public byte[] Command { get; }

    private static AgentTask Stamped(AgentTask task)
    {
        var metadata = (JsonObject?)task.Metadata?.DeepClone() ?? [];
        var shared = metadata["shared"] as JsonObject ?? [];
        metadata["shared"] = shared;
        shared["stream"] = new JsonObject { ["source"] = StreamStamp.StatusSource };
        return StreamStamp.Apply(StreamResponse.FromTask(task with { Metadata = metadata }), EventId.First).Task!;
    }
}
