namespace CodexA2A.Runner.AppServer;

/// <summary>Bounds of what is kept for threads without a subscriber.</summary>
/// <param name="Threads">Threads at once.</param>
/// <param name="Messages">Messages of one thread.</param>
/// <param name="Bytes">Wire bytes in all.</param>
/// <param name="For">How long after a thread's first message.</param>
internal sealed record ParkingLimits(int Threads, int Messages, long Bytes, TimeSpan For)
{
    /// <summary>64 threads of 1,024 messages, 16 MiB in all, 30 s.</summary>
    public static ParkingLimits Default { get; } = new(64, 1024, 16 * 1024 * 1024, TimeSpan.FromSeconds(30));
}

/// <summary>Messages that wait for a subscriber; not thread-safe. What it gives back is lost, requests among it are to be refused.</summary>
internal sealed class ParkingLot(ParkingLimits limits)
{
    private readonly Dictionary<string, Lot> _lots = new(StringComparer.Ordinal);
    private long _bytes;

    /// <summary>Keeps a message; returns what had to go for it.</summary>
    public IReadOnlyList<AppServerMessage> Park(string threadId, AppServerMessage message, int bytes, DateTimeOffset now)
    {
        if (!_lots.TryGetValue(threadId, out var lot))
        {
            if (_lots.Count >= limits.Threads)
                return [message];
            _lots[threadId] = lot = new Lot(now);
        }

        if (lot.Full || lot.Messages.Count >= limits.Messages || _bytes + bytes > limits.Bytes)
        {
            // A gap must not be followed by more: the rest of the thread is dropped too.
            lot.Full = true;
            return [message];
        }

        lot.Messages.Add((message, bytes));
        _bytes += bytes;
        return [];
    }

    /// <summary>Takes out what was kept for a thread, oldest first.</summary>
    public IReadOnlyList<(AppServerMessage Message, int Bytes)> Take(string threadId)
    {
        if (!_lots.Remove(threadId, out var lot))
            return [];
        _bytes -= lot.Messages.Sum(entry => (long)entry.Bytes);
        return lot.Messages;
    }

    /// <summary>Takes out what Codex asks about some threads; the rest stays.</summary>
    public IReadOnlyList<AppServerMessage> TakeRequests(Func<string, bool> ofThread)
    {
        List<AppServerMessage> taken = [];
        foreach (var lot in _lots.Where(lot => ofThread(lot.Key)).Select(lot => lot.Value))
        {
            foreach (var entry in lot.Messages.Where(entry => entry.Message is ServerRequest).ToArray())
            {
                lot.Messages.Remove(entry);
                _bytes -= entry.Bytes;
                taken.Add(entry.Message);
            }
        }

        return taken;
    }

    /// <summary>Takes out the threads that have waited too long.</summary>
    public IReadOnlyList<(string ThreadId, IReadOnlyList<AppServerMessage> Messages)> Expire(DateTimeOffset now) =>
        [.. _lots.Where(lot => now - lot.Value.Since >= limits.For)
            .Select(lot => lot.Key)
            .ToArray()
            .Select(id => (id, (IReadOnlyList<AppServerMessage>)[.. Take(id).Select(entry => entry.Message)]))];

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _lots.Clear();
        _bytes = 0;
    }

    private sealed class Lot(DateTimeOffset since)
    {
        public DateTimeOffset Since { get; } = since;

        public List<(AppServerMessage Message, int Bytes)> Messages { get; } = [];

        public bool Full { get; set; }
    }
}
