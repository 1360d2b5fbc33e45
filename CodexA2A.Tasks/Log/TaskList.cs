namespace CodexA2A.Tasks;

/// <summary>What ListTasks asks for; order is by status time in milliseconds, newest first, then by id, the higher first (A2A 1.0, ListTasks).</summary>
/// <param name="PageSize">1 to 100.</param>
public sealed record TaskListQuery(int PageSize)
{
    /// <summary>Only tasks of this context.</summary>
    public string? ContextId { get; init; }

    /// <summary>Only tasks in this state.</summary>
    public TaskState? State { get; init; }

    /// <summary>Only tasks whose status is of this time or later.</summary>
    public DateTimeOffset? StatusAtOrAfter { get; init; }

    /// <summary>A page ends behind so many bytes of snapshots, however few tasks that are (at least one): a hundred of 3 MiB would fill the memory.</summary>
    public int MaxBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>Where the page before ended; null for the first page.</summary>
    public TaskListCursor? After { get; init; }
}

/// <summary>The last task of a page: the next page starts behind it, whatever was written in between.</summary>
/// <param name="StatusAtMilliseconds">Its status time, Unix milliseconds.</param>
/// <param name="TaskId">Its id.</param>
public sealed record TaskListCursor(long StatusAtMilliseconds, string TaskId);

/// <summary>One page.</summary>
/// <param name="Tasks">Snapshots in order; the status is exact, artifacts of a running task may lag by the snapshot interval.</param>
/// <param name="Next">The cursor of the next page, or null on the last one.</param>
/// <param name="Total">How many tasks match in all.</param>
public sealed record TaskListPage(IReadOnlyList<TaskSnapshot> Tasks, TaskListCursor? Next, int Total);
