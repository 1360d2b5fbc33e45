using StackExchange.Redis;

namespace CodexA2A.Tasks.Redis;

/// <summary>
/// The index of threads: which sessions were ever bound to one. It is in another slot than they are, so it is written before them
/// and what it names is checked against them.
/// </summary>
internal static class ThreadCalls
{
    /// <summary>Most sessions of one thread that are remembered.</summary>
    private const int Most = 64;

    /// <summary>So many entries of an owner's index are looked at in one go.</summary>
    private const int Chunk = 128;

    private static readonly TimeSpan Spare = TimeSpan.FromDays(1);

    /// <summary>Makes known that a session is, or is about to be, bound to a thread.</summary>
    public static Task NoteAsync(RedisSeam seam, Owner owner, SessionId session, SessionBinding binding, CancellationToken cancellationToken)
    {
        var (key, all) = (seam.Keys.Thread(owner, binding.ThreadId), seam.Keys.Threads(owner));
        var (now, keep) = (seam.Time.GetUtcNow(), seam.Options.SessionRetention + Spare);
        return seam.Link.AskAsync(
            async database =>
            {
                await Task.WhenAll(
                    database.SortedSetAddAsync(key, session.Value, now.ToUnixTimeMilliseconds()),
                    database.SortedSetRemoveRangeByRankAsync(key, 0, -Most - 1),
                    database.KeyExpireAsync(key, keep),
                    database.SortedSetAddAsync(all, session.Value, now.ToUnixTimeMilliseconds()),
                    database.SortedSetRemoveRangeByScoreAsync(all, double.NegativeInfinity, (now - keep).ToUnixTimeMilliseconds()),
                    database.KeyExpireAsync(all, keep));
                return true;
            },
            cancellationToken);
    }

    /// <summary>Each turn keeps the index alive as long as its session; without it the claim is as good.</summary>
    public static async Task KeepAsync(RedisSeam seam, Owner owner, SessionId session, SessionBinding binding, CancellationToken cancellationToken)
    {
        try
        {
            await NoteAsync(seam, owner, session, binding, cancellationToken);
        }
        catch (SeamUnavailableException)
        {
            // The next turn does it.
        }
    }

    /// <summary>The session of the owner that is bound to the thread now, the one used last if several are.</summary>
    public static async Task<ThreadSession?> FindAsync(RedisSeam seam, Owner owner, string threadId, CancellationToken cancellationToken)
    {
        var sessions = await seam.Link.AskAsync(database => database.SortedSetRangeByRankAsync(seam.Keys.Thread(owner, threadId), flags: RedisLink.Primary), cancellationToken);
        var heads = await HeadsAsync(seam, sessions, cancellationToken);
        return sessions.Zip(heads)
            .Where(pair => pair.Second[0] == OwnerKey.Of(owner) && pair.Second[2] == threadId)
            .OrderByDescending(pair => (long)pair.Second[5])
            .ThenBy(pair => (string?)pair.First, StringComparer.Ordinal)
            .Select(pair => Session(pair.First, pair.Second))
            .FirstOrDefault();
    }

    /// <summary>A page of the owner's sessions that are bound to a thread now, the one used last first.</summary>
    public static async Task<ThreadPage> ListAsync(RedisSeam seam, Owner owner, ThreadCursor? after, int limit, CancellationToken cancellationToken)
    {
        var found = new List<(ThreadSession Session, long UsedAt)>();
        var most = after is null ? double.PositiveInfinity : after.UsedAtMilliseconds;
        for (var skip = 0L; found.Count <= limit; skip += Chunk)
        {
            var chunk = await seam.Link.AskAsync(
                database => database.SortedSetRangeByScoreWithScoresAsync(
                    seam.Keys.Threads(owner), stop: most, order: Order.Descending, skip: skip, take: Chunk, flags: RedisLink.Primary),
                cancellationToken);
            // Of those of one millisecond the order is that of their names, from the last on.
            var behind = chunk.Where(entry => after is null || entry.Score < most || string.CompareOrdinal(entry.Element, after.Session) < 0).ToArray();
            var heads = await HeadsAsync(seam, [.. behind.Select(entry => entry.Element)], cancellationToken);
            found.AddRange(behind.Zip(heads)
                .Where(pair => pair.Second[0] == OwnerKey.Of(owner) && !pair.Second[2].IsNullOrEmpty)
                .Select(pair => (Session(pair.First.Element, pair.Second), (long)pair.First.Score)));
            if (chunk.Length < Chunk)
            {
                break;
            }
        }

        var next = found.Count > limit ? new ThreadCursor(found[limit - 1].UsedAt, found[limit - 1].Session.Session.Value) : null;
        return new ThreadPage([.. found.Take(limit).Select(entry => entry.Session)], next);
    }

    private static ThreadSession Session(RedisValue id, RedisValue[] head) =>
        new(new SessionId(id!), head[1]!, BindingValues.Read(head[2], head[3], head[4])!);

    private static Task<RedisValue[][]> HeadsAsync(RedisSeam seam, RedisValue[] sessions, CancellationToken cancellationToken) => seam.Link.AskAsync(
        database => Task.WhenAll(sessions.Select(session => database.HashGetAsync(
            seam.Keys.Session(new SessionId(session!)), ["owner", "context", "thread", "home", "explicit", "used"], flags: RedisLink.Primary))),
        cancellationToken);
}
