namespace CodexA2A.Runner.AppServer;

/// <summary>Ids of the threads a process holds in memory, and what for.</summary>
internal sealed class LoadedThreads
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly HashSet<string> _ahead = new(StringComparer.Ordinal);
    private readonly HashSet<string> _idle = new(StringComparer.Ordinal);

    /// <summary>How many.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _ids.Count;
        }
    }

    /// <summary>How many, those that wait for their first use left out.</summary>
    public int Used
    {
        get
        {
            lock (_gate)
                return _ids.Count - _ahead.Count;
        }
    }

    /// <summary>How many of the used ones cannot be put away.</summary>
    public int Busy
    {
        get
        {
            lock (_gate)
                return _ids.Count - _ahead.Count - _idle.Count;
        }
    }

    /// <summary>One more.</summary>
    public void Add(string id)
    {
        lock (_gate)
            _ids.Add(id);
    }

    /// <summary>One more, started ahead of need.</summary>
    public void AddAhead(string id)
    {
        lock (_gate)
        {
            _ids.Add(id);
            _ahead.Add(id);
        }
    }

    /// <summary>Somebody uses it now, or it cannot be put away.</summary>
    public void Use(string id)
    {
        lock (_gate)
        {
            _ahead.Remove(id);
            _idle.Remove(id);
        }
    }

    /// <summary>Nobody uses it now.</summary>
    public void Rest(string id)
    {
        lock (_gate)
        {
            _ahead.Remove(id);
            if (_ids.Contains(id))
                _idle.Add(id);
        }
    }

    /// <summary>One less.</summary>
    public void Remove(string id)
    {
        lock (_gate)
        {
            _ids.Remove(id);
            _ahead.Remove(id);
            _idle.Remove(id);
        }
    }

    /// <summary>Whether it is among them.</summary>
    public bool Contains(string id)
    {
        lock (_gate)
            return _ids.Contains(id);
    }
}
