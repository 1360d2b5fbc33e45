namespace CodexA2A.Tasks;

/// <summary>What a writer has accepted and not yet sent: it goes out as one append. Not thread-safe.</summary>
internal sealed class WriteBacklog
{
    private List<TaskEvent> _events = [];
    private List<Waiter> _waiters = [];
    private WriteEffects _effects = new();

    /// <summary>True when there is nothing to do.</summary>
    public bool IsEmpty => _events.Count == 0 && _effects.IsEmpty && _waiters.Count == 0;

    /// <summary>Accepts an event.</summary>
    public void Add(TaskEvent entry) => _events.Add(entry);

    /// <summary>Accepts effects; the task completes with <paramref name="last"/> when they and everything before them is stored.</summary>
    public Task<EventId> Add(WriteEffects effects, EventId last)
    {
        var waiter = new Waiter(last, new TaskCompletionSource<EventId>(TaskCreationOptions.RunContinuationsAsynchronously));
        _effects = _effects.Then(effects);
        _waiters.Add(waiter);
        return waiter.Stored.Task;
    }

    /// <summary>Takes all of it.</summary>
    public Taken Take()
    {
        var taken = new Taken(_events, _effects, _waiters);
        (_events, _effects, _waiters) = ([], new WriteEffects(), []);
        return taken;
    }

    /// <summary>One who waits for the store.</summary>
    internal sealed record Waiter(EventId Last, TaskCompletionSource<EventId> Stored);

    /// <summary>One append's worth.</summary>
    internal sealed record Taken(IReadOnlyList<TaskEvent> Events, WriteEffects Effects, IReadOnlyList<Waiter> Waiters)
    {
        /// <summary>True when the store has nothing to do.</summary>
        public bool IsEmpty => Events.Count == 0 && Effects.IsEmpty;

        /// <summary>True when the task's state changes with it.</summary>
        public bool ChangesState => Events.Any(entry => entry.State is not null);

        /// <summary>How long its events are.</summary>
        public long Bytes => Events.Sum(entry => (long)entry.Payload.Length);

        /// <summary>This and what came after it.</summary>
        public Taken And(Taken next) => new([.. Events, .. next.Events], Effects.Then(next.Effects), [.. Waiters, .. next.Waiters]);

        /// <summary>It is stored.</summary>
        public void Complete()
        {
            foreach (var waiter in Waiters)
            {
                waiter.Stored.TrySetResult(waiter.Last);
            }
        }

        /// <summary>It will never be.</summary>
        public void Fail(Exception reason)
        {
            foreach (var waiter in Waiters)
            {
                waiter.Stored.TrySetException(reason);
            }
        }
    }
}
