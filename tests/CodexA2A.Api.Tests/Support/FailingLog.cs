using CodexA2A.Tasks;

namespace CodexA2A.Api.Tests.Support;

/// <summary>A store that cannot be used.</summary>
internal sealed class FailingLog(Exception failure) : ITaskLog
{
    public ValueTask<AppendOutcome> AppendAsync(SessionLease lease, TaskAppend append, CancellationToken cancellationToken) => throw failure;

    public ValueTask<TaskRead?> ReadAsync(Owner owner, string taskId, CancellationToken cancellationToken) => throw failure;

    public IAsyncEnumerable<IReadOnlyList<TaskEvent>> FollowAsync(Owner owner, string taskId, EventId after, CancellationToken cancellationToken) => throw failure;

    public ValueTask<CursorCheck?> CheckCursorAsync(Owner owner, string taskId, EventId cursor, CancellationToken cancellationToken) => throw failure;

    public ValueTask<TaskListPage> ListAsync(Owner owner, TaskListQuery query, CancellationToken cancellationToken) => throw failure;
}
