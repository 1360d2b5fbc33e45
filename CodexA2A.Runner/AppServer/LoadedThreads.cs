namespace CodexA2A.Runner.AppServer;

/// <summary>Ids of the threads a process holds in memory.</summary>
internal sealed class LoadedThreads
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);

    /// <summary>How many.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _ids.Count;
        }
    }

    /// <summary>One more.</summary>
    public void Add(string id)
    {
        lock (_gate)
            _ids.Add(id);
    }

    /// <summary>One less.</summary>
    public void Remove(string id)
    {
        lock (_gate)
            _ids.Remove(id);
    }

    /// <summary>Whether it is among them.</summary>
    public bool Contains(string id)
    {
        lock (_gate)
            return _ids.Contains(id);
    }
}
