using CodexA2A.Chaos.Tests.Ledgers;
using CodexA2A.Tasks;

namespace CodexA2A.Chaos.Tests.Agents;

/// <summary>Notes each write that was refused because the lease is another's by now.</summary>
internal sealed class CountingLog(ITaskLog inner, AgentNotes notes) : ITaskLog
{
    public async ValueTask<AppendOutcome> AppendAsync(SessionLease lease, TaskAppend append, CancellationToken cancellationToken)
    {
        var outcome = await inner.AppendAsync(lease, append, cancellationToken);
        if (outcome.Status == AppendStatus.Fenced)
        {
            notes.Write(AgentNote.Fenced, append.TaskId);
        }

        return outcome;
    }

    public ValueTask<TaskRead?> ReadAsync(Owner owner, string taskId, CancellationToken cancellationToken) => inner.ReadAsync(owner, taskId, cancellationToken);

    public IAsyncEnumerable<IReadOnlyList<TaskEvent>> FollowAsync(Owner owner, string taskId, EventId after, CancellationToken cancellationToken) =>
        inner.FollowAsync(owner, taskId, after, cancellationToken);

    public ValueTask<CursorCheck?> CheckCursorAsync(Owner owner, string taskId, EventId cursor, CancellationToken cancellationToken) =>
        inner.CheckCursorAsync(owner, taskId, cursor, cancellationToken);

    public ValueTask<TaskListPage> ListAsync(Owner owner, TaskListQuery query, CancellationToken cancellationToken) => inner.ListAsync(owner, query, cancellationToken);
}
