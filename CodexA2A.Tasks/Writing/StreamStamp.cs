using System.Text.Json.Nodes;

namespace CodexA2A.Tasks;

/// <summary>Gives an event its place in the log, at the moment it is written.</summary>
public static class StreamStamp
{
    /// <summary>The <c>metadata.shared.stream.source</c> of a status.</summary>
    public const string StatusSource = "status";

    /// <summary>
    /// The same event with <c>metadata.shared.stream.event_id</c> and <c>.sequence</c>: in the artifact of an artifact update,
    /// in the event's own metadata of a status update, in the task of a task event. The given event is left as it is.
    /// </summary>
    public static StreamResponse Apply(StreamResponse e, EventId id)
    {
        if (e.ArtifactUpdate is { } artifact)
        {
            return e with
            {
                ArtifactUpdate = artifact with { Artifact = artifact.Artifact with { Metadata = Stamped(artifact.Artifact.Metadata, id) } },
            };
        }

        if (e.StatusUpdate is { } status)
        {
            return e with { StatusUpdate = status with { Metadata = Stamped(status.Metadata, id) } };
        }

        return e.Task is { } task ? e with { Task = Apply(task, id) } : e;
    }

    /// <summary>The task as of event <paramref name="id"/>.</summary>
    public static AgentTask Apply(AgentTask task, EventId id)
    {
        ArgumentNullException.ThrowIfNull(task);
        return task with { Metadata = Stamped(task.Metadata, id) };
    }

    private static JsonObject Stamped(JsonObject? metadata, EventId id)
    {
        var copy = metadata is null ? [] : (JsonObject)metadata.DeepClone();
        var stream = Child(Child(copy, "shared"), "stream");
        stream["event_id"] = id.ToString();
        stream["sequence"] = id.Seq;
        return copy;
    }

    private static JsonObject Child(JsonObject parent, string name)
    {
        if (parent[name] is JsonObject child)
        {
            return child;
        }

        child = [];
        parent[name] = child;
        return child;
    }
}
