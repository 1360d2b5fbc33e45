using System.Text.Json.Serialization;

namespace CodexA2A.Protocol;

/// <summary>Which payload a <see cref="StreamResponse"/> carries.</summary>
public enum StreamResponsePayloadCase
{
    /// <summary>None, or more than one: not a valid event.</summary>
    None,

    /// <summary><see cref="StreamResponse.Task"/>.</summary>
    Task,

    /// <summary><see cref="StreamResponse.Message"/>.</summary>
    Message,

    /// <summary><see cref="StreamResponse.StatusUpdate"/>.</summary>
    StatusUpdate,

    /// <summary><see cref="StreamResponse.ArtifactUpdate"/>.</summary>
    ArtifactUpdate,
}

/// <summary>One event of a stream or a webhook (A2A 1.0, <c>StreamResponse</c>): exactly one of its members is set.</summary>
public sealed record StreamResponse : IOneOf
{
    /// <summary>The whole task.</summary>
    public AgentTask? Task { get; init; }

    /// <summary>A direct answer without a task.</summary>
    public Message? Message { get; init; }

    /// <summary>The task's status changed.</summary>
    public TaskStatusUpdateEvent? StatusUpdate { get; init; }

    /// <summary>The task produced something.</summary>
    public TaskArtifactUpdateEvent? ArtifactUpdate { get; init; }

    /// <summary>Which member is set.</summary>
    [JsonIgnore]
    public StreamResponsePayloadCase PayloadCase => ((IOneOf)this).SetCount != 1 ? StreamResponsePayloadCase.None
        : Task is not null ? StreamResponsePayloadCase.Task
        : Message is not null ? StreamResponsePayloadCase.Message
        : StatusUpdate is not null ? StreamResponsePayloadCase.StatusUpdate
        : StreamResponsePayloadCase.ArtifactUpdate;

    int IOneOf.SetCount => (Task is null ? 0 : 1) + (Message is null ? 0 : 1) + (StatusUpdate is null ? 0 : 1) + (ArtifactUpdate is null ? 0 : 1);

    string IOneOf.Alternatives => "task, message, statusUpdate, artifactUpdate";

    /// <summary>An event that carries the whole task.</summary>
    public static StreamResponse FromTask(AgentTask task) => new() { Task = task };

    /// <summary>An event that carries a direct answer.</summary>
    public static StreamResponse FromMessage(Message message) => new() { Message = message };

    /// <summary>An event that changes the status.</summary>
    public static StreamResponse FromStatusUpdate(TaskStatusUpdateEvent update) => new() { StatusUpdate = update };

    /// <summary>An event that adds to the artifacts.</summary>
    public static StreamResponse FromArtifactUpdate(TaskArtifactUpdateEvent update) => new() { ArtifactUpdate = update };
}
