namespace CodexA2A.Runner.AppServer;

/// <summary>
/// Threads that somebody is about to follow: what Codex asks about them meanwhile waits. Of a thread that is being started the
/// id is not known yet, so while one is, any thread may be it. Not thread-safe.
/// </summary>
internal sealed class AwaitedThreads
{
    private readonly Dictionary<string, DateTimeOffset> _ids = new(StringComparer.Ordinal);
    private int _starting;

    /// <summary>Whether a follower of the thread may come.</summary>
    public bool Contains(string threadId) => _starting > 0 || _ids.ContainsKey(threadId);

    /// <summary>A thread is being started.</summary>
    public void Starting() => _starting++;

    /// <summary>That is over.</summary>
    public void Started() => _starting--;

    /// <summary>Somebody is about to follow the thread.</summary>
    public void Add(string threadId, DateTimeOffset now) => _ids[threadId] = now;

    /// <summary>Somebody does, or will not.</summary>
    public void Remove(string threadId) => _ids.Remove(threadId);

    /// <summary>Forgets those that have been awaited since before <paramref name="since"/>.</summary>
    public void Expire(DateTimeOffset since)
    {
        foreach (var id in _ids.Where(entry => entry.Value < since).Select(entry => entry.Key).ToArray())
            _ids.Remove(id);
    }
}
