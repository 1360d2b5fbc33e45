namespace CodexA2A.Tasks.Redis;

/// <summary>
/// The index of threads: which sessions were ever bound to one. It is in another slot than they are, so it is written before them
/// and what it names is checked against them.
/// </summary>
internal static class ThreadCalls
{
    /// <summary>Most sessions of one thread that are remembered.</summary>
    private const int Most = 64;

    private static readonly TimeSpan Spare = TimeSpan.FromDays(1);

    /// <summary>Makes known that a session is, or is about to be, bound to a thread.</summary>
    public static Task NoteAsync(RedisSeam seam, Owner owner, SessionId session, SessionBinding binding, CancellationToken cancellationToken)
    {
        var key = seam.Keys.Thread(owner, binding.ThreadId);
        return seam.Link.AskAsync(
            async database =>
            {
                var added = database.SortedSetAddAsync(key, session.Value, seam.Time.GetUtcNow().ToUnixTimeMilliseconds());
                var cut = database.SortedSetRemoveRangeByRankAsync(key, 0, -Most - 1);
                var kept = database.KeyExpireAsync(key, seam.Options.SessionRetention + Spare);
                await Task.WhenAll(added, cut, kept);
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
        var heads = await seam.Link.AskAsync(
            database => Task.WhenAll(sessions.Select(session => database.HashGetAsync(
                seam.Keys.Session(new SessionId(session!)), ["owner", "context", "thread", "home", "explicit", "used"], flags: RedisLink.Primary))),
            cancellationToken);
        return sessions.Zip(heads)
            .Where(pair => pair.Second[0] == OwnerKey.Of(owner) && pair.Second[2] == threadId)
            .OrderByDescending(pair => (long)pair.Second[5])
            .ThenBy(pair => (string?)pair.First, StringComparer.Ordinal)
            .Select(pair => new ThreadSession(
                new SessionId(pair.First!), pair.Second[1]!, BindingValues.Read(pair.Second[2], pair.Second[3], pair.Second[4])!))
            .FirstOrDefault();
    }
}
