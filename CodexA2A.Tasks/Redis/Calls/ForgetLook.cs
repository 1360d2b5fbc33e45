using StackExchange.Redis;

namespace CodexA2A.Tasks.Redis;

/// <summary>Looks at every place in Redis that could still name a forgotten session or one of its tasks.</summary>
internal sealed class ForgetLook(RedisSeam seam, SessionLease lease)
{
    private static readonly TaskState?[] Lists = [null, .. Enum.GetValues<TaskState>().Select(state => (TaskState?)state)];

    private readonly List<RedisKey> _keys = [];
    private readonly List<string> _tasks = [];
    private readonly List<(RedisKey Key, RedisValue Member)> _webhooks = [];

    /// <summary>A task that must be gone, with what lay beside it.</summary>
    public void Expect(string task, IEnumerable<RedisKey> beside)
    {
        _tasks.Add(task);
        _keys.AddRange(seam.Keys.OfTask(lease.Session, lease.Owner, task)[12..16]);
        _keys.AddRange(beside);
    }

    /// <summary>Webhooks that must be in no list.</summary>
    public void Expect(WebhookKeys keys, IEnumerable<string> members) =>
        _webhooks.AddRange(members.Distinct().SelectMany(member => (RedisKey[])[keys.Due, keys.Dead], (member, key) => (key, (RedisValue)member)));

    /// <summary>The places where something was found.</summary>
    public async Task<IReadOnlyList<string>> RunAsync(IReadOnlyList<string> threads, CancellationToken cancellationToken)
    {
        var partition = lease.Session.Partition(seam.Keys.Partitions);
        List<(RedisKey Key, RedisValue Member)> members =
        [
            .. _tasks.SelectMany(task => (RedisKey[])
                [
                    seam.Keys.Ended(partition), seam.Keys.Logs(partition), seam.Keys.TasksOf(lease.Session),
                    .. Lists.Select(state => seam.Keys.TasksOf(partition, lease.Owner, state)),
                ],
                (task, key) => (key, (RedisValue)task)),
            .. _webhooks,
        ];
        if (await IsThereAsync(cancellationToken))
        {
            _keys.Add(seam.Keys.Session(lease.Session));
        }

        if (!await seam.Link.AskAsync(database => database.KeyExistsAsync(seam.Keys.Session(lease.Session), RedisLink.Primary), cancellationToken))
        {
            members.Add((seam.Keys.Threads(lease.Owner), lease.Session.Value));
        }

        members.AddRange(threads.Select(thread => (seam.Keys.Thread(lease.Owner, thread), (RedisValue)lease.Session.Value)));
        return await seam.Link.AskAsync(
            async database =>
            {
                var there = await Task.WhenAll(_keys.Select(key => database.KeyExistsAsync(key, RedisLink.Primary)));
                var scores = await Task.WhenAll(members.Select(entry => database.SortedSetScoreAsync(entry.Key, entry.Member, RedisLink.Primary)));
                return (IReadOnlyList<string>)
                [
                    .. _keys.Zip(there).Where(pair => pair.Second).Select(pair => $"redis:{pair.First}"),
                    .. members.Zip(scores).Where(pair => pair.Second is not null).Select(pair => $"redis:{pair.First.Key} {pair.First.Member}"),
                ];
            },
            cancellationToken);
    }

    // A message that came since has made a new one, or goes on in this one without its thread.
    private async Task<bool> IsThereAsync(CancellationToken cancellationToken)
    {
        RedisValue[] fields = ["epoch", "thread", "past", "forget"];
        var row = await seam.Link.AskAsync(database => database.HashGetAsync(seam.Keys.Session(lease.Session), fields, flags: RedisLink.Primary), cancellationToken);
        return row[0] == lease.Epoch && (!row[1].IsNull || !row[2].IsNull || !row[3].IsNull);
    }
}
