using StackExchange.Redis;

namespace CodexA2A.Tasks.Redis;

/// <summary>One page of an owner's tasks, merged of one page of each partition; a context has one partition only.</summary>
internal sealed class ListCall(RedisSeam seam, Owner owner, TaskListQuery query)
{
    /// <summary>The call.</summary>
    public async Task<TaskListPage> RunAsync(CancellationToken cancellationToken)
    {
        var (found, total) = query.ContextId is { } context
            ? await OfContextAsync(SessionId.Create(owner, context), cancellationToken)
            : await OfOwnerAsync(cancellationToken);
        var page = await FillAsync(found, cancellationToken);
        var more = page.Taken < found.Count;
        var last = found.Count == 0 || page.Taken == 0 ? default : found[page.Taken - 1];
        return new TaskListPage(page.Tasks, more ? new TaskListCursor(last.At, last.TaskId) : null, total);
    }

    // Stored times have no fraction of a millisecond: a status at 10 ms is not "at or after 10.5 ms".
    private string Least => query.StatusAtOrAfter is not { } from ? "-inf"
        : ScriptReply.Of(from.ToUnixTimeMilliseconds() + (from.UtcTicks % TimeSpan.TicksPerMillisecond == 0 ? 0 : 1));

    private async Task<(List<Found> Found, int Total)> OfOwnerAsync(CancellationToken cancellationToken)
    {
        var parts = await Task.WhenAll(Enumerable.Range(0, seam.Keys.Partitions)
            .Select(partition => IndexAsync(seam.Keys.TasksOf(partition, owner, query.State), query.PageSize + 1, cancellationToken)));
        var merged = parts.SelectMany(part => part.Found)
            .OrderByDescending(found => found.At).ThenByDescending(found => found.TaskId, StringComparer.Ordinal)
            .Take(query.PageSize + 1);
        return ([.. merged], parts.Sum(part => part.Total));
    }

    // A context has few tasks: its index serves both filters.
    private async Task<(List<Found> Found, int Total)> OfContextAsync(SessionId session, CancellationToken cancellationToken)
    {
        var (found, total) = await IndexAsync(seam.Keys.TasksOf(session), query.State is null ? query.PageSize + 1 : int.MaxValue / 4, cancellationToken);
        if (query.State is not { } wanted)
        {
            return (found, total);
        }

        // The total counts those before the cursor, too.
        var (all, _) = query.After is null ? (found, total) : await IndexAsync(seam.Keys.TasksOf(session), int.MaxValue / 4, cancellationToken, first: true);
        var partition = session.Partition(seam.Keys.Partitions);
        var states = await seam.Link.AskAsync(
            database => Task.WhenAll(all.Select(task => database.HashGetAsync(seam.Keys.Task(partition, task.TaskId), "state", flags: RedisLink.Primary))), cancellationToken);
        var matching = all.Zip(states).Where(pair => pair.Second == (int)wanted).Select(pair => pair.First).ToHashSet();
        return ([.. found.Where(matching.Contains).Take(query.PageSize + 1)], matching.Count);
    }

    private async Task<(List<Found> Found, int Total)> IndexAsync(RedisKey index, int wanted, CancellationToken cancellationToken, bool first = false)
    {
        var after = first ? null : query.After;
        var reply = await seam.RunAsync(
            RedisScript.List, [index], cancellationToken,
            after is null ? "+inf" : ScriptReply.Of(after.StatusAtMilliseconds), Least, after?.TaskId ?? "", wanted);
        var found = new List<Found>((reply.Count - 1) / 2);
        for (var i = 1; i < reply.Count; i += 2)
        {
            found.Add(new Found(reply.Text(i)!, reply.Number(i + 1)));
        }

        return (found, (int)reply.Number(0));
    }

    // The sizes come first, so that no more is read than a page may hold.
    private async Task<(List<TaskSnapshot> Tasks, int Taken)> FillAsync(List<Found> found, CancellationToken cancellationToken)
    {
        var sizes = await seam.Link.AskAsync(
            database => Task.WhenAll(found.Take(query.PageSize).Select(task => database.HashStringLengthAsync(KeyOf(task), "snap"))), cancellationToken);
        var (taken, bytes) = (0, 0L);
        while (taken < sizes.Length && (taken == 0 || bytes < query.MaxBytes))
        {
            bytes += sizes[taken++];
        }

        var rows = await seam.Link.AskAsync(
            database => Task.WhenAll(found.Take(taken).Select(task => database.HashGetAsync(KeyOf(task), ["context", "snapLast", "snap", "state", "at"], flags: RedisLink.Primary))),
            cancellationToken);
        var tasks = new List<TaskSnapshot>(taken);
        foreach (var (task, row) in found.Zip(rows))
        {
            // One may have been deleted meanwhile.
            if (!row[2].IsNull)
            {
                tasks.Add(new TaskSnapshot(
                    task.TaskId, row[0]!, ScriptReply.IdOf(row[1]), row[2], (TaskState)(int)row[3], DateTimeOffset.FromUnixTimeMilliseconds((long)row[4])));
            }
        }

        return (tasks, taken);
    }

    private RedisKey KeyOf(Found task) => TaskIds.TryGetPartition(task.TaskId, out var partition)
        ? seam.Keys.Task(partition, task.TaskId)
        : throw new InvalidOperationException("The index of tasks holds what is no task id.");

    private readonly record struct Found(string TaskId, long At);
}
