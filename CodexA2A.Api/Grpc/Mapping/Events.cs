namespace CodexA2A.Api.Grpc.Mapping;

/// <summary>StreamResponse and its two updates (A2A 1.0, 4.2).</summary>
internal static class Events
{
    public static Wire.StreamResponse ToWire(this StreamResponse response) => response.PayloadCase switch
    {
        StreamResponsePayloadCase.Task => new() { Task = response.Task!.ToWire() },
        StreamResponsePayloadCase.Message => new() { Message = response.Message!.ToWire() },
        StreamResponsePayloadCase.StatusUpdate => new() { StatusUpdate = response.StatusUpdate!.ToWire() },
        StreamResponsePayloadCase.ArtifactUpdate => new() { ArtifactUpdate = response.ArtifactUpdate!.ToWire() },
        _ => throw new InvalidOperationException("An event has exactly one payload."),
    };

    public static StreamResponse ToRecord(this Wire.StreamResponse wire) => new()
    {
        Task = wire.Task?.ToRecord(),
        Message = wire.Message?.ToRecord(),
        StatusUpdate = wire.StatusUpdate?.ToRecord(),
        ArtifactUpdate = wire.ArtifactUpdate?.ToRecord(),
    };

    private static Wire.TaskStatusUpdateEvent ToWire(this TaskStatusUpdateEvent update) =>
        new() { TaskId = update.TaskId, ContextId = update.ContextId, Status = update.Status.ToWire(), Metadata = update.Metadata.ToStruct() };

    private static TaskStatusUpdateEvent ToRecord(this Wire.TaskStatusUpdateEvent wire) =>
        new() { TaskId = wire.TaskId, ContextId = wire.ContextId, Status = (wire.Status ?? new()).ToRecord(), Metadata = wire.Metadata.ToJson() };

    private static Wire.TaskArtifactUpdateEvent ToWire(this TaskArtifactUpdateEvent update) => new()
    {
        TaskId = update.TaskId,
        ContextId = update.ContextId,
        Artifact = update.Artifact.ToWire(),
        Append = update.Append,
        LastChunk = update.LastChunk,
        Metadata = update.Metadata.ToStruct(),
    };

    private static TaskArtifactUpdateEvent ToRecord(this Wire.TaskArtifactUpdateEvent wire) => new()
    {
        TaskId = wire.TaskId,
        ContextId = wire.ContextId,
        Artifact = (wire.Artifact ?? new()).ToRecord(),
        Append = wire.Append,
        LastChunk = wire.LastChunk,
        Metadata = wire.Metadata.ToJson(),
    };
}
