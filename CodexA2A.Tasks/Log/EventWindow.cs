namespace CodexA2A.Tasks;

/// <summary>The newest events of one task, dense, bounded by count and bytes. Not thread-safe.</summary>
internal sealed class EventWindow(int maxEvents, long maxBytes)
{
    /// <summary>What an entry costs beside its payload, roughly.</summary>
    private const int EntryBytes = 120;

    private TaskEvent[] _ring = new TaskEvent[8];
    private int _head;

    /// <summary>How many events are held.</summary>
    public int Count { get; private set; }

    /// <summary>What they hold of memory, roughly.</summary>
    public long Bytes { get; private set; }

    /// <summary>The position of the oldest event held; meaningless when <see cref="Count"/> is 0.</summary>
    public long FirstSeq => Count == 0 ? 0 : _ring[_head].Id.Seq;

    /// <summary>Adds the next event and lets the oldest go where the bounds are passed.</summary>
    public void Add(TaskEvent entry)
    {
        if (Count == _ring.Length)
        {
            Grow();
        }

        _ring[(_head + Count) & (_ring.Length - 1)] = entry;
        Count++;
        Bytes += Cost(entry);
        while (Count > 1 && (Count > maxEvents || Bytes > maxBytes))
        {
            DropFirst();
        }
    }

    /// <summary>Lets go of everything before <paramref name="seq"/>.</summary>
    public void DropBefore(long seq)
    {
        while (Count > 0 && FirstSeq < seq)
        {
            DropFirst();
        }
    }

    /// <summary>The event at <paramref name="seq"/>, or null when it is not held.</summary>
    public TaskEvent? At(long seq) => Count > 0 && seq >= FirstSeq && seq < FirstSeq + Count ? this[seq] : null;

    /// <summary>Up to <paramref name="max"/> events from <paramref name="seq"/> on, which must be held.</summary>
    public TaskEvent[] CopyFrom(long seq, int max)
    {
        var copy = new TaskEvent[(int)Math.Min(max, FirstSeq + Count - seq)];
        for (var i = 0; i < copy.Length; i++)
        {
            copy[i] = this[seq + i];
        }

        return copy;
    }

    private TaskEvent this[long seq] => _ring[(_head + (int)(seq - FirstSeq)) & (_ring.Length - 1)];

    private static long Cost(TaskEvent entry) => EntryBytes + entry.Payload.Length;

    private void DropFirst()
    {
        Bytes -= Cost(_ring[_head]);
        _ring[_head] = null!;
        _head = (_head + 1) & (_ring.Length - 1);
        Count--;
    }

    private void Grow()
    {
        var larger = new TaskEvent[_ring.Length * 2];
        for (var i = 0; i < Count; i++)
        {
            larger[i] = _ring[(_head + i) & (_ring.Length - 1)];
        }

        _ring = larger;
        _head = 0;
    }
}
