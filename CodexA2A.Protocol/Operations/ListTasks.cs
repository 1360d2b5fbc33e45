namespace CodexA2A.Protocol;

/// <summary>Request of ListTasks (A2A 1.0, 3.1.4).</summary>
public sealed record ListTasksRequest
{
    /// <summary>Tenant of the interface that was called.</summary>
    public string? Tenant { get; init; }

    /// <summary>Only tasks of this conversation.</summary>
    public string? ContextId { get; init; }

    /// <summary>Only tasks in this state; unspecified reads as unset.</summary>
    public TaskState? Status { get; init => field = value is TaskState.Unspecified ? null : value; }

    /// <summary>Tasks on a page, 1 to 100; 50 when unset.</summary>
    public int? PageSize { get; init; }

    /// <summary>Where to go on, from <see cref="ListTasksResponse.NextPageToken"/>.</summary>
    public string? PageToken { get; init; }

    /// <summary>How many of the newest messages to return with each task.</summary>
    public int? HistoryLength { get; init; }

    /// <summary>Only tasks whose status is this old or newer.</summary>
    public DateTimeOffset? StatusTimestampAfter { get; init; }

    /// <summary>Return artifacts too; no when unset.</summary>
    public bool? IncludeArtifacts { get; init; }
}

/// <summary>Answer of ListTasks (A2A 1.0, <c>ListTasksResponse</c>); all four members are always on the wire.</summary>
public sealed record ListTasksResponse
{
    /// <summary>Required. The page, newest status first.</summary>
    public required IReadOnlyList<AgentTask> Tasks { get; init => field = value ?? []; }

    /// <summary>Required. Empty on the last page.</summary>
    public required string NextPageToken { get; init => field = value ?? ""; }

    /// <summary>Required. The page size that was used.</summary>
    public required int PageSize { get; init; }

    /// <summary>Required. Matches before paging.</summary>
    public required int TotalSize { get; init; }
}
