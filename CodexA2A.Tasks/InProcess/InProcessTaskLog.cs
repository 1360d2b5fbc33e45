using System.Runtime.CompilerServices;
using CodexA2A.Tasks.InProcess.State;
using CodexA2A.Tasks.InProcess.Steps;

namespace CodexA2A.Tasks.InProcess;

/// <summary>The task log of one process.</summary>
internal sealed class InProcessTaskLog(InProcessSeamHost host) : ITaskLog
{
    /// <inheritdoc />
    public async ValueTask<AppendOutcome> AppendAsync(SessionLease lease, TaskAppend append, CancellationToken cancellationToken)
    {
        AppendCheck.Throw(lease, append);
        using var activity = SeamTelemetry.Append(append);
        return await host.Seam.RunAsync(batch => AppendStep.Run(batch, lease, append), cancellationToken);
    }

    /// <inheritdoc />
    public ValueTask<TaskRead?> ReadAsync(Owner owner, string taskId, CancellationToken cancellationToken)
    {
        var seam = host.Seam;
        // A foreign task goes the way of an unknown one, so that not even the time tells them apart.
        return seam.Tasks.TryGet(taskId, out var stream) && stream.Head is var head && head.Owner == owner && stream.Read() is { } read
            ? new ValueTask<TaskRead?>(WithPosition(seam, head.Session, read))
            : ReadColdAsync(seam, owner, taskId, cancellationToken);
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<IReadOnlyList<TaskEvent>> FollowAsync(
        Owner owner, string taskId, EventId after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var seam = host.Seam;
        await using var follower = new TaskFollower(seam, owner, taskId, after, cancellationToken);
        if (!await follower.AttachAsync())
        {
            yield break;
        }

        while (await follower.NextAsync() is { } batch)
        {
            yield return batch;
        }
    }

    /// <inheritdoc />
    public async ValueTask<CursorCheck?> CheckCursorAsync(Owner owner, string taskId, EventId cursor, CancellationToken cancellationToken)
    {
        var seam = host.Seam;
        if (seam.Tasks.TryGet(taskId, out var stream) && stream.Head.Owner == owner)
        {
            return await Cursors.CheckAsync(seam, stream, cursor, cancellationToken);
        }

        return await seam.Readers.ReadAsync(
            database => database.Tasks.Load(taskId, owner) is { } head
                ? Cursors.Check(head, cursor, Cursors.Stored(database, head, cursor))
                : (CursorCheck?)null,
            cancellationToken);
    }

    /// <inheritdoc />
    public ValueTask<TaskListPage> ListAsync(Owner owner, TaskListQuery query, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(query.PageSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.PageSize, 100);
        return host.Seam.Readers.ReadAsync(database => database.Lists.Read(owner, query), cancellationToken);
    }

    private static async ValueTask<TaskRead?> ReadColdAsync(InProcessSeam seam, Owner owner, string taskId, CancellationToken cancellationToken)
    {
        var cold = await seam.Readers.ReadAsync(database => ColdTask.Load(database, taskId, owner), cancellationToken);
        if (cold is null)
        {
            return null;
        }

        if (!seam.Tasks.TryGet(taskId, out _))
        {
            seam.Remember(cold);
        }

        return WithPosition(seam, cold.Head.Session, cold.ToRead());
    }

    private static TaskRead WithPosition(InProcessSeam seam, SessionId session, TaskRead read) =>
        read.State == TaskState.Submitted
        && seam.Sessions.TryGet(session, out var entry)
        && entry.Visible.QueuePosition(read.Snapshot.TaskId) is { } position
            ? read with { QueuePosition = position }
            : read;
}
