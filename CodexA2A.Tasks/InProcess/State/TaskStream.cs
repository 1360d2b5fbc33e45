namespace CodexA2A.Tasks.InProcess.State;

/// <summary>
/// A task in memory. The writer thread stages a new head and events; after their commit it publishes them, and only then
/// readers see them. Readers take a short lock; nothing waits inside it.
/// </summary>
internal sealed class TaskStream(TaskHead head, HotLimits limits)
{
    /// <summary>Largest number of events handed to a reader at once.</summary>
    private const int MaxBatch = 256;

    private readonly Lock _lock = new();
    private readonly EventWindow _window = new(limits.WindowEvents, limits.WindowBytes);
    private readonly WakeSignals _followers = new();
    private TaskHead _head = head;
    private TaskRead? _read;
    private bool _evicted;

    /// <summary>The head as staged by the writer thread, which alone touches it.</summary>
    public TaskHead Staged { get; set; } = head;

    /// <summary>Events staged with it.</summary>
    public List<TaskEvent> StagedEvents { get; } = [];

    /// <summary>When it was last used, for the choice of what leaves memory (<see cref="TimeProvider.GetTimestamp"/>).</summary>
    public long UsedAt { get; set; }

    /// <summary>The head as committed.</summary>
    public TaskHead Head
    {
        get
        {
            lock (_lock)
            {
                return _head;
            }
        }
    }

    /// <summary>What it holds of memory, roughly.</summary>
    public long Bytes
    {
        get
        {
            lock (_lock)
            {
                return 1024 + _window.Bytes + _head.Snapshot.Json.Length;
            }
        }
    }

    /// <summary>Makes events known that were read from the database with the head.</summary>
    public void Preload(IReadOnlyList<TaskEvent> events)
    {
        foreach (var entry in events)
        {
            _window.Add(entry);
        }
    }

    /// <summary>Shows readers what was staged; called by the writer thread behind the commit.</summary>
    public void Publish()
    {
        lock (_lock)
        {
            _head = Staged;
            _read = null;
            foreach (var entry in StagedEvents)
            {
                _window.Add(entry);
            }

            _window.DropBefore(_head.FirstSeq);
        }

        StagedEvents.Clear();
        _followers.Wake();
    }

    /// <summary>Forgets what was staged; called by the writer thread when the transaction failed.</summary>
    public void Undo()
    {
        Staged = Head;
        StagedEvents.Clear();
    }

    /// <summary>Snapshot and tail of one moment; null when the tail is not all in memory.</summary>
    public TaskRead? Read()
    {
        lock (_lock)
        {
            if (_read is null && Tail() is { } tail)
            {
                _read = new TaskRead(_head.Snapshot, tail, _head.Last, _head.Snapshot.State, null, _head.Open);
            }

            return _read;
        }
    }

    /// <summary>What comes after position <paramref name="after"/>.</summary>
    public TakeKind Take(long after, out IReadOnlyList<TaskEvent> batch)
    {
        batch = [];
        lock (_lock)
        {
            if (after >= _head.Last.Seq)
            {
                return _head.Ended ? TakeKind.End : TakeKind.Wait;
            }

            if (after + 1 < _head.FirstSeq)
            {
                return TakeKind.Resync;
            }

            if (_window.Count == 0 || after + 1 < _window.FirstSeq)
            {
                return TakeKind.Cold;
            }

            batch = _window.CopyFrom(after + 1, MaxBatch);
            return TakeKind.Batch;
        }
    }

    /// <summary>The event at <paramref name="seq"/> where it is in memory.</summary>
    public TaskEvent? At(long seq)
    {
        lock (_lock)
        {
            return _window.At(seq);
        }
    }

    /// <summary>Lets <paramref name="follower"/> know of every publish; false when this object has left memory and a new one must be got.</summary>
    public bool TryFollow(WakeSignal follower)
    {
        lock (_lock)
        {
            if (_evicted)
            {
                return false;
            }

            _followers.Add(follower);
            return true;
        }
    }

    /// <summary>Ends <see cref="TryFollow"/>.</summary>
    public void Unfollow(WakeSignal follower) => _followers.Remove(follower);

    /// <summary>Takes it out of memory unless it is followed; called by the writer thread.</summary>
    public bool TryEvict()
    {
        lock (_lock)
        {
            _evicted = _followers.IsEmpty;
            return _evicted;
        }
    }

    private TaskEvent[]? Tail()
    {
        var from = _head.Snapshot.Last.Seq + 1;
        return from > _head.Last.Seq ? []
            : _window.Count > 0 && from >= _window.FirstSeq ? _window.CopyFrom(from, int.MaxValue)
            : null;
    }
}
