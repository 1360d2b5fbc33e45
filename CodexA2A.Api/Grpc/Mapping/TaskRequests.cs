namespace CodexA2A.Api.Grpc.Mapping;

/// <summary>The requests about tasks that exist, and the list (A2A 1.0, 3.1.3 to 3.1.6).</summary>
internal static class TaskRequests
{
    public static GetTaskRequest ToRecord(this Wire.GetTaskRequest wire) =>
        new() { Tenant = wire.Tenant.OrNull(), Id = wire.Id, HistoryLength = wire.HasHistoryLength ? wire.HistoryLength : null };

    public static CancelTaskRequest ToRecord(this Wire.CancelTaskRequest wire) =>
        new() { Tenant = wire.Tenant.OrNull(), Id = wire.Id, Metadata = wire.Metadata.ToJson() };

    public static SubscribeToTaskRequest ToRecord(this Wire.SubscribeToTaskRequest wire) => new() { Tenant = wire.Tenant.OrNull(), Id = wire.Id };

    /// <exception cref="A2AException">InvalidParams: a state or a time that there is not.</exception>
    public static ListTasksRequest ToRecord(this Wire.ListTasksRequest wire) => new()
    {
        Tenant = wire.Tenant.OrNull(),
        ContextId = wire.ContextId.OrNull(),
        Status = Enum.IsDefined((TaskState)wire.Status)
            ? (TaskState)wire.Status
            : throw A2AException.InvalidParams("status", "must be one of the task states"),
        PageSize = wire.HasPageSize ? wire.PageSize : null,
        PageToken = wire.PageToken.OrNull(),
        HistoryLength = wire.HasHistoryLength ? wire.HistoryLength : null,
        StatusTimestampAfter = wire.StatusTimestampAfter.ToTime("statusTimestampAfter"),
        IncludeArtifacts = wire.HasIncludeArtifacts ? wire.IncludeArtifacts : null,
    };

    public static Wire.ListTasksResponse ToWire(this ListTasksResponse response)
    {
        var wire = new Wire.ListTasksResponse { NextPageToken = response.NextPageToken, PageSize = response.PageSize, TotalSize = response.TotalSize };
        wire.Tasks.AddAll(response.Tasks, AgentTasks.ToWire);
        return wire;
    }

    public static ListTasksResponse ToRecord(this Wire.ListTasksResponse wire) =>
        new() { Tasks = wire.Tasks.Read(AgentTasks.ToRecord), NextPageToken = wire.NextPageToken, PageSize = wire.PageSize, TotalSize = wire.TotalSize };
}
