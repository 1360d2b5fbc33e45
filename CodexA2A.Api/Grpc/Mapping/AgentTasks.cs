namespace CodexA2A.Api.Grpc.Mapping;

/// <summary>Task and TaskStatus (A2A 1.0, 4.1.1 and 4.1.2).</summary>
internal static class AgentTasks
{
    public static Wire.Task ToWire(this AgentTask task)
    {
        var wire = new Wire.Task { Id = task.Id, ContextId = task.ContextId, Status = task.Status.ToWire(), Metadata = task.Metadata.ToStruct() };
        wire.Artifacts.AddAll(task.Artifacts, Artifacts.ToWire);
        wire.History.AddAll(task.History, Messages.ToWire);
        return wire;
    }

    public static AgentTask ToRecord(this Wire.Task wire) => new()
    {
        Id = wire.Id,
        ContextId = wire.ContextId,
        Status = (wire.Status ?? new()).ToRecord(),
        Artifacts = wire.Artifacts.OrNull(Artifacts.ToRecord),
        History = wire.History.OrNull(Messages.ToRecord),
        Metadata = wire.Metadata.ToJson(),
    };

    public static Wire.TaskStatus ToWire(this TaskStatus status) =>
        new() { State = (Wire.TaskState)status.State, Message = status.Message?.ToWire(), Timestamp = status.Timestamp.ToWire() };

    public static TaskStatus ToRecord(this Wire.TaskStatus wire) =>
        new() { State = (TaskState)wire.State, Message = wire.Message?.ToRecord(), Timestamp = wire.Timestamp.ToTime("status.timestamp") };
}
