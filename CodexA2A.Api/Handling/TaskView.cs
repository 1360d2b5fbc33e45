using CodexA2A.Api.Handling.Output;
using CodexA2A.Protocol.Json;
using CodexA2A.Tasks;

namespace CodexA2A.Api.Handling;

/// <summary>Makes the Task that a caller sees of what the log holds.</summary>
internal static class TaskView
{
    /// <summary>The Task as UTF-8 JSON: the stored bytes untouched where nothing has to change.</summary>
    /// <param name="read">Snapshot and tail.</param>
    /// <param name="historyLength">How many of the newest messages; null for all.</param>
    public static ReadOnlyMemory<byte> Render(TaskRead read, int? historyLength) => OutputDowngrade.Apply(Whole(read, historyLength));

    private static ReadOnlyMemory<byte> Whole(TaskRead read, int? historyLength)
    {
        var stored = read.Snapshot.Json;
        if (read.QueuePosition is not > 0 && !read.Tail.Any(IsForClients))
        {
            return historyLength is null ? stored : TaskSlice.Of(stored.Span, withArtifacts: true, historyLength);
        }

        var fold = new TaskFold(A2AJson.Deserialize<AgentTask>(stored.Span));
        foreach (var item in read.Tail.Where(IsForClients))
        {
            fold.Apply(A2AJson.Deserialize<StreamResponse>(item.Payload.Span));
        }

        var task = WithHistory(StreamStamp.Apply(fold.Task!, Shown(read)), historyLength);
        return A2AJson.Serialize(read.QueuePosition is { } position and > 0 ? QueueNote.Add(task, position) : task);
    }

    /// <summary>The first event of a stream that begins with the Task; its id is the one in the Task.</summary>
    public static StreamItem AsEvent(TaskRead read, int? historyLength = null) =>
        new(Shown(read), Payload.AsTask(Render(read, historyLength)), read.Tail.Count > 0 ? read.Tail[^1].At : read.Snapshot.StatusAt);

    /// <summary>An event that is a Task with at most so many of its newest messages; any other event, and one that was rendered, as it is.</summary>
    public static StreamItem WithHistory(StreamItem item, int? historyLength) =>
        historyLength is null || item.Payload.InTask || A2AJson.Deserialize<StreamResponse>(item.Payload.Json.Span).Task is not { } task ? item
        : item with { Payload = Payload.AsTask(A2AJson.Serialize(WithHistory(task, historyLength))) };

    /// <summary>The task with at most <paramref name="length"/> of its newest messages; 0 leaves the member out.</summary>
    private static AgentTask WithHistory(AgentTask task, int? length) =>
        length is not { } most || task.History is not { } history || history.Count <= most ? task
        : task with { History = most == 0 ? null : [.. history.Skip(history.Count - most)] };

    /// <summary>The last event that clients see: behind it there are markers at most.</summary>
    private static EventId Shown(TaskRead read) => read.Tail.LastOrDefault(IsForClients)?.Id ?? read.Snapshot.Last;

    private static bool IsForClients(TaskEvent item) => item.Kind == TaskEventKind.Event;
}
