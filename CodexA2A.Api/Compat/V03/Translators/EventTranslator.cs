using CodexA2A.Api.Compat.V03.Wire;

namespace CodexA2A.Api.Compat.V03.Translators;

/// <summary>
/// Events of streams, and the answer to a send, which has the same shape. <c>final</c>, which 1.0 does not have, is true at the
/// four ends and at the last event of a stream that a question closes.
/// </summary>
internal static class EventTranslator
{
    /// <summary>The event as UTF-8 JSON: without a member name around it, told apart by <c>kind</c>.</summary>
    public static byte[] ToRpc(StreamResponse response, bool closes) => response switch
    {
        { Task: { } task } => V03Json.Serialize(TaskTranslator.ToRpc(task)),
        { Message: { } message } => V03Json.Serialize(MessageTranslator.ToRpc(message)),
        { StatusUpdate: { } update } => V03Json.Serialize(new RpcStatusUpdate
        {
            Kind = "status-update",
            TaskId = update.TaskId,
            ContextId = update.ContextId,
            Status = StatusTranslator.ToRpc(update.Status),
            Final = IsFinal(update, closes),
            Metadata = update.Metadata,
        }),
        { ArtifactUpdate: { } update } => V03Json.Serialize(new RpcArtifactUpdate
        {
            Kind = "artifact-update",
            TaskId = update.TaskId,
            ContextId = update.ContextId,
            Artifact = ArtifactTranslator.ToRpc(update.Artifact),
            Append = update.Append,
            LastChunk = update.LastChunk,
            Metadata = update.Metadata,
        }),
        _ => throw new InvalidOperationException("An event without content."),
    };

    /// <summary>The event as UTF-8 JSON, inside the member that says its kind.</summary>
    public static byte[] ToRest(StreamResponse response, bool closes) => V03Json.Serialize(response switch
    {
        { Task: { } task } => new RestEvent { Task = TaskTranslator.ToRest(task) },
        { Message: { } message } => new RestEvent { Message = MessageTranslator.ToRest(message) },
        { StatusUpdate: { } update } => new RestEvent
        {
            StatusUpdate = new RestStatusUpdate
            {
                TaskId = update.TaskId,
                ContextId = update.ContextId,
                Status = StatusTranslator.ToRest(update.Status),
                Final = OrNone(IsFinal(update, closes)),
                Metadata = update.Metadata,
            },
        },
        { ArtifactUpdate: { } update } => new RestEvent
        {
            ArtifactUpdate = new RestArtifactUpdate
            {
                TaskId = update.TaskId,
                ContextId = update.ContextId,
                Artifact = ArtifactTranslator.ToRest(update.Artifact),
                Append = OrNone(update.Append),
                LastChunk = OrNone(update.LastChunk),
                Metadata = update.Metadata,
            },
        },
        _ => throw new InvalidOperationException("An event without content."),
    });

    private static bool IsFinal(TaskStatusUpdateEvent update, bool closes) => closes || update.Status.State.IsTerminal;

    private static bool? OrNone(bool flag) => flag ? true : null;
}
