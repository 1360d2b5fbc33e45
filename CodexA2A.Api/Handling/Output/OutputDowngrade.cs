using CodexA2A.Protocol.Json;
using CodexA2A.Tasks;

namespace CodexA2A.Api.Handling.Output;

/// <summary>
/// Gives out tasks and events as the sender of their message takes them (<see cref="OutputModes"/>), in every way of reading them.
/// Whoever takes everything gets the stored bytes untouched.
/// </summary>
internal static class OutputDowngrade
{
    private static ReadOnlySpan<byte> Mark => "\"output_negotiation\""u8;

    /// <summary>What the sender of a task's message takes; null where that is everything, or the task is not there.</summary>
    public static async Task<OutputModes?> OfTaskAsync(ITaskLog log, Owner owner, string taskId, CancellationToken cancellationToken) =>
        await log.ReadAsync(owner, taskId, cancellationToken) is { } read ? OfTask(read.Snapshot.Json.Span) : null;

    /// <summary>A Task in UTF-8 JSON.</summary>
    public static ReadOnlyMemory<byte> Apply(ReadOnlyMemory<byte> task)
    {
        if (task.Span.IndexOf(Mark) < 0) return task;
        var read = A2AJson.Deserialize<AgentTask>(task.Span);
        return OutputModes.Of(read.Metadata) is { } modes ? A2AJson.Serialize(Apply(modes, read)) : task;
    }

    /// <summary>An event, or an answer of a send.</summary>
    public static Payload Apply(OutputModes? modes, Payload payload)
    {
        if (modes is null) return payload;
        return payload.InTask ? Payload.AsTask(Apply(payload.Json)) : Payload.Raw(Event(modes, payload.Json));
    }

    /// <summary>An event in UTF-8 JSON.</summary>
    public static ReadOnlyMemory<byte> Event(OutputModes? modes, ReadOnlyMemory<byte> streamResponse)
    {
        if (modes is null) return streamResponse;
        var read = A2AJson.Deserialize<StreamResponse>(streamResponse.Span);
        var changed = Apply(modes, read);
        return ReferenceEquals(changed, read) ? streamResponse : A2AJson.Serialize(changed);
    }

    /// <summary>A stream of events.</summary>
    public static EventStream Apply(OutputModes? modes, EventStream stream) =>
        modes is null ? stream : stream.Select(item => item with { Payload = Apply(modes, item.Payload) });

    /// <summary>What the sender of the message of this Task takes, in UTF-8 JSON.</summary>
    public static OutputModes? OfTask(ReadOnlySpan<byte> task) =>
        task.IndexOf(Mark) < 0 ? null : OutputModes.Of(A2AJson.Deserialize<AgentTask>(task).Metadata);

    private static StreamResponse Apply(OutputModes modes, StreamResponse e) => e switch
    {
        { ArtifactUpdate: { } update } when Apply(modes, update.Artifact) is var artifact && !ReferenceEquals(artifact, update.Artifact) =>
            StreamResponse.FromArtifactUpdate(update with { Artifact = artifact }),
        { StatusUpdate: { Status.Message: { } message } update } when Apply(modes, message) is var changed && !ReferenceEquals(changed, message) =>
            StreamResponse.FromStatusUpdate(update with { Status = update.Status with { Message = changed } }),
        { Task: { } task } => StreamResponse.FromTask(Apply(modes, task)),
        { Message: { } message } => StreamResponse.FromMessage(Apply(modes, message)),
        _ => e,
    };

    private static AgentTask Apply(OutputModes modes, AgentTask task) => task with
    {
        Artifacts = task.Artifacts is null ? null : [.. task.Artifacts.Select(artifact => Apply(modes, artifact))],
        Status = task.Status.Message is { } message ? task.Status with { Message = Apply(modes, message) } : task.Status,
        History = task.History is null ? null : [.. task.History.Select(entry => Apply(modes, entry))],
    };

    private static Artifact Apply(OutputModes modes, Artifact artifact)
    {
        var parts = PartDowngrade.Apply(modes, artifact.Parts);
        return ReferenceEquals(parts, artifact.Parts) ? artifact : artifact with { Parts = parts };
    }

    /// <summary>What the client itself said comes back as it said it.</summary>
    private static Message Apply(OutputModes modes, Message message)
    {
        var parts = message.Role == Role.User ? message.Parts : PartDowngrade.Apply(modes, message.Parts);
        return ReferenceEquals(parts, message.Parts) ? message : message with { Parts = parts };
    }
}
