using System.Text.Json.Nodes;
using CodexA2A.Protocol.Json;

namespace CodexA2A.Tasks;

/// <summary>A status that the seam itself appends, with the snapshot that it makes (contracts.md §4, §6).</summary>
internal static class OwnStatusEvent
{
    /// <summary>Makes both.</summary>
    /// <param name="fold">The task up to the event before; the status is applied to it.</param>
    /// <param name="taskId">The task.</param>
    /// <param name="contextId">Its context.</param>
    /// <param name="id">The event's place.</param>
    /// <param name="status">The status; without a time it gets <paramref name="now"/>.</param>
    /// <param name="now">The time of the step.</param>
    /// <param name="shared">More of <c>metadata.shared</c>.</param>
    public static (TaskEvent Entry, TaskSnapshot Snapshot) Make(
        TaskFold fold, string taskId, string contextId, EventId id, TaskStatus status, DateTimeOffset now, JsonObject? shared = null)
    {
        status = status.Timestamp is null ? status with { Timestamp = now } : status;
        shared ??= [];
        shared["stream"] = new JsonObject { ["source"] = StreamStamp.StatusSource };
        var update = StreamStamp.Apply(
            StreamResponse.FromStatusUpdate(new TaskStatusUpdateEvent
            {
                TaskId = taskId,
                ContextId = contextId,
                Status = status,
                Metadata = new JsonObject { ["shared"] = shared },
            }),
            id);
        fold.Apply(update);
        return (
            new TaskEvent(id, TaskEventKind.Event, A2AJson.Serialize(update), status.State, now),
            new TaskSnapshot(taskId, contextId, id, SnapshotJson.Of(fold.Task!), status.State, status.Timestamp!.Value));
    }
}
