using CodexA2A.Tasks;
using CodexA2A.Tasks.Redis;
using StackExchange.Redis;

namespace CodexA2A.Chaos.Tests.Agents.Control;

/// <summary>
/// A writer that nothing stops: each append goes under whatever epoch the session has by now, behind whatever the log has by now. Where
/// the task has ended, or nobody owns the session, it is plainly added to the stream.
/// </summary>
internal sealed class UnfencedLog(ITaskLog inner, SeamKeys keys, IDatabase redis) : ITaskLog
{
    public async ValueTask<AppendOutcome> AppendAsync(SessionLease lease, TaskAppend append, CancellationToken cancellationToken)
    {
        while (true)
        {
            var epoch = (long)await redis.HashGetAsync(keys.Session(lease.Session), "epoch");
            var partition = lease.Session.Partition(keys.Partitions);
            var task = await redis.HashGetAsync(keys.Task(partition, append.TaskId), ["last", "ended"]);
            var last = ScriptReply.IdOf(task[0]);
            if (!task[1].IsNull || !await redis.HashExistsAsync(keys.Session(lease.Session), "runner"))
            {
                return await AddAsync(partition, append, epoch, last);
            }

            try
            {
                var outcome = await inner.AppendAsync(lease with { Epoch = epoch }, Behind(append, epoch, last), cancellationToken);
                if (outcome.Status == AppendStatus.Ok)
                {
                    return outcome;
                }
            }
            catch (InvalidOperationException)
            {
                // Another wrote there, or ended the task, since we looked.
            }
        }
    }

    public ValueTask<TaskRead?> ReadAsync(Owner owner, string taskId, CancellationToken cancellationToken) => inner.ReadAsync(owner, taskId, cancellationToken);

    public IAsyncEnumerable<IReadOnlyList<TaskEvent>> FollowAsync(Owner owner, string taskId, EventId after, CancellationToken cancellationToken) =>
        inner.FollowAsync(owner, taskId, after, cancellationToken);

    public ValueTask<CursorCheck?> CheckCursorAsync(Owner owner, string taskId, EventId cursor, CancellationToken cancellationToken) =>
        inner.CheckCursorAsync(owner, taskId, cursor, cancellationToken);

    public ValueTask<TaskListPage> ListAsync(Owner owner, TaskListQuery query, CancellationToken cancellationToken) => inner.ListAsync(owner, query, cancellationToken);

    private static TaskAppend Behind(TaskAppend append, long epoch, EventId last)
    {
        var events = append.Events.Select((entry, i) => entry with { Id = new EventId(epoch, last.Seq + 1 + i) }).ToArray();
        return append with { Events = events, Snapshot = append.Snapshot is { } snapshot ? snapshot with { Last = events[^1].Id } : null };
    }

    private async Task<AppendOutcome> AddAsync(int partition, TaskAppend append, long epoch, EventId last)
    {
        foreach (var entry in append.Events)
        {
            last = new EventId(Math.Max(epoch, last.Epoch), last.Seq + 1);
            NameValueEntry[] fields = [new("a", entry.At.ToUnixTimeMilliseconds()), new("p", entry.Payload)];
            await redis.StreamAddAsync(
                keys.Events(partition, append.TaskId), entry.State is { } state ? [new("s", (int)state), .. fields] : fields, last.ToString());
            await redis.HashSetAsync(keys.Task(partition, append.TaskId), "last", last.ToString());
        }

        return new AppendOutcome(AppendStatus.Ok, last);
    }
}
