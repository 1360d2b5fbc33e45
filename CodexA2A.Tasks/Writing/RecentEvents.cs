namespace CodexA2A.Tasks;

/// <summary>The newest events that a writer sent, to send them again to a store that lost its end (GAP). Not thread-safe.</summary>
internal sealed class RecentEvents
{
    private const int MaxEvents = 1024;
    private const long MaxBytes = 2 * 1024 * 1024;

    private readonly Queue<TaskEvent> _events = [];
    private long _bytes;

    /// <summary>Remembers events that are about to be sent.</summary>
    public void Add(IReadOnlyList<TaskEvent> events)
    {
        foreach (var entry in events)
        {
            _events.Enqueue(entry);
            _bytes += entry.Payload.Length;
        }

        while (_events.Count > events.Count && (_events.Count > MaxEvents || _bytes > MaxBytes))
        {
            _bytes -= _events.Dequeue().Payload.Length;
        }
    }

    /// <summary>Everything after <paramref name="last"/>; null when some of it is not remembered.</summary>
    public IReadOnlyList<TaskEvent>? After(EventId last)
    {
        var events = _events.Where(entry => entry.Id.Seq > last.Seq).ToArray();
        return events.Length > 0 && events[0].Id.Seq == last.Seq + 1 ? events : null;
    }
}
