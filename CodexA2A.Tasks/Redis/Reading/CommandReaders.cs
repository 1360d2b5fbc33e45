namespace CodexA2A.Tasks.Redis;

/// <summary>The readers of commands in this process, by session: a renewal that says that one is behind lets it look at once.</summary>
internal sealed class CommandReaders
{
    private readonly Lock _lock = new();
    private readonly Dictionary<SessionId, HintSignal[]> _readers = [];

    /// <summary>A reader came; disposing the result says that it went.</summary>
    public IDisposable Add(SessionId session, HintSignal reader)
    {
        lock (_lock)
        {
            _readers[session] = [.. _readers.GetValueOrDefault(session, []), reader];
        }

        return new Entry(this, session, reader);
    }

    /// <summary>Lets the readers of a session look.</summary>
    public void Wake(SessionId session)
    {
        HintSignal[] readers;
        lock (_lock)
        {
            readers = _readers.GetValueOrDefault(session, []);
        }

        foreach (var reader in readers)
        {
            reader.Set();
        }
    }

    private void Remove(SessionId session, HintSignal reader)
    {
        lock (_lock)
        {
            var others = Array.FindAll(_readers.GetValueOrDefault(session, []), other => other != reader);
            if (others.Length > 0)
            {
                _readers[session] = others;
            }
            else
            {
                _readers.Remove(session);
            }
        }
    }

    private sealed class Entry(CommandReaders readers, SessionId session, HintSignal reader) : IDisposable
    {
        public void Dispose() => readers.Remove(session, reader);
    }
}
