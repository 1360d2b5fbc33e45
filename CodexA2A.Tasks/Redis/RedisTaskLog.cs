using System.Runtime.CompilerServices;

namespace CodexA2A.Tasks.Redis;

/// <summary>The task log over Redis streams.</summary>
internal sealed class RedisTaskLog(RedisSeamHost host) : ITaskLog
{
    /// <inheritdoc />
    public async ValueTask<AppendOutcome> AppendAsync(SessionLease lease, TaskAppend append, CancellationToken cancellationToken)
    {
        AppendCheck.Throw(lease, append);
        using var activity = SeamTelemetry.Append(append);
        var seam = host.Seam;
        var outcome = await AppendCall.RunAsync(seam, lease, append, cancellationToken);
        seam.Telemetry.Appended(outcome.Status);
        return outcome;
    }

    /// <inheritdoc />
    public async ValueTask<TaskRead?> ReadAsync(Owner owner, string taskId, CancellationToken cancellationToken)
    {
        var seam = host.Seam;
        return await seam.Tasks.FindAsync(owner, taskId, cancellationToken) is { } place
            ? (await LogReads.ReadAsync(seam, owner, place, cancellationToken))?.Read
            : null;
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<IReadOnlyList<TaskEvent>> FollowAsync(
        Owner owner, string taskId, EventId after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var seam = host.Seam;
        if (await seam.Tasks.FindAsync(owner, taskId, cancellationToken) is not { } place)
        {
            yield break;
        }

        await using var follower = new TailFollower(seam, owner, place, after, cancellationToken);
        await follower.AttachAsync();
        while (await follower.NextAsync() is { } batch)
        {
            yield return batch;
        }
    }

    /// <inheritdoc />
    public async ValueTask<CursorCheck?> CheckCursorAsync(Owner owner, string taskId, EventId cursor, CancellationToken cancellationToken)
    {
        var seam = host.Seam;
        return await seam.Tasks.FindAsync(owner, taskId, cancellationToken) is { } place
            ? await LogReads.CheckCursorAsync(seam, place, cursor, cancellationToken)
            : null;
    }

    /// <inheritdoc />
    public async ValueTask<TaskListPage> ListAsync(Owner owner, TaskListQuery query, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(query.PageSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.PageSize, 100);
        return await new ListCall(host.Seam, owner, query).RunAsync(cancellationToken);
    }
}
