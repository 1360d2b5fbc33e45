using CodexA2A.Protocol.Json;

namespace CodexA2A.Protocol;

/// <summary>
/// The task that a sequence of events means, as a pure fold: no clock, no I/O, no change to what goes in (A2A 1.0, 4.2). For long sequences
/// <see cref="TaskFold"/> gives the same result faster.
/// </summary>
public static class TaskProjection
{
    /// <summary>The task after one more event.</summary>
    /// <exception cref="ArgumentException">An update came before any task, or the event has not exactly one payload.</exception>
    public static AgentTask Apply(AgentTask? task, StreamResponse e)
    {
        ArgumentNullException.ThrowIfNull(e);
        return e switch
        {
            { PayloadCase: StreamResponsePayloadCase.Task, Task: { } whole } => whole,
            { PayloadCase: StreamResponsePayloadCase.None } => throw new ArgumentException("The event has not exactly one payload.", nameof(e)),
            _ when task is null => throw new ArgumentException("The first event of a task must be the task.", nameof(e)),
            { StatusUpdate: { } update } => Apply(task, update),
            { ArtifactUpdate: { } update } => Apply(task, update),
            _ => task,
        };
    }

    private static AgentTask Apply(AgentTask task, TaskStatusUpdateEvent update) => task with
    {
        Status = update.Status,
        History = WithSuperseded(task, update.Status),
        Metadata = MetadataMerge.Merge(task.Metadata, update.Metadata),
    };

    /// <summary>What was said with the last status stays in the history when another status takes its place.</summary>
    private static IReadOnlyList<Message>? WithSuperseded(AgentTask task, TaskStatus next) =>
        Superseded(task.Status, next, task.History is { Count: > 0 } history ? history[^1] : null) is { } said ? [.. task.History ?? [], said] : task.History;

    /// <summary>
    /// The message of <paramref name="status"/> that goes to the history when <paramref name="next"/> takes its place. One that is said
    /// again stays where it is, and one that its agent put into the history too is there already. An id alone says little: clients may use theirs again.
    /// </summary>
    internal static Message? Superseded(TaskStatus status, TaskStatus next, Message? last) =>
        status.Message is { } said && said.MessageId != next.Message?.MessageId && !IsSame(said, last) ? said : null;

    private static bool IsSame(Message message, Message? other) =>
        ReferenceEquals(message, other)
        || (message.MessageId == other?.MessageId && A2AJson.Serialize(message).AsSpan().SequenceEqual(A2AJson.Serialize(other)));

    private static AgentTask Apply(AgentTask task, TaskArtifactUpdateEvent update)
    {
        var artifacts = new List<Artifact>(task.Artifacts ?? []);
        var index = artifacts.FindIndex(artifact => artifact.ArtifactId == update.Artifact.ArtifactId);
        if (index < 0) artifacts.Add(Joined(update.Artifact));
        else artifacts[index] = update.Append ? Append(artifacts[index], update.Artifact) : Joined(update.Artifact);
        return task with { Artifacts = artifacts };
    }

    private static Artifact Joined(Artifact artifact)
    {
        var parts = new List<Part>(artifact.Parts.Count);
        PartJoin.Append(parts, artifact.Parts);
        return artifact with { Parts = parts };
    }

    private static Artifact Append(Artifact artifact, Artifact added)
    {
        var parts = new List<Part>(artifact.Parts);
        PartJoin.Append(parts, added.Parts);
        return WithNamesOf(artifact, added) with { Parts = parts, Metadata = MetadataMerge.Merge(artifact.Metadata, added.Metadata) };
    }

    /// <summary>Name, description and extensions after an append: what the piece says, else what was there.</summary>
    internal static Artifact WithNamesOf(Artifact artifact, Artifact added) => artifact with
    {
        Name = string.IsNullOrEmpty(added.Name) ? artifact.Name : added.Name,
        Description = string.IsNullOrEmpty(added.Description) ? artifact.Description : added.Description,
        Extensions = added.Extensions is null ? artifact.Extensions : [.. (artifact.Extensions ?? []).Union(added.Extensions)],
    };
}
