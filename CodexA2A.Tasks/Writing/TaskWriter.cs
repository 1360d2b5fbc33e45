using CodexA2A.Protocol.Json;

namespace CodexA2A.Tasks;

/// <summary>
/// The runner's pen for one task: numbers events, folds them, and appends them under the lease. One append is under way at a
/// time; what is accepted meanwhile goes into the next one. An append that the store did not answer is sent again with the same
/// ids, so that it counts once. Calls may come from several threads; their order is the order of the events.
/// </summary>
public sealed partial class TaskWriter : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly TaskAppender _appender;
    private readonly SessionLease _lease;
    private readonly TaskWriterOptions _options;
    private readonly TimeProvider _time;
    private TaskFold _fold;
    private readonly WriteBacklog _backlog = new();
    private readonly TaskCompletionSource _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private EventId _last;
    private bool _ended;
    private Exception? _failure;
    private TaskCompletionSource? _room;
    private int _unstored;
    private long _unstoredBytes;

    private TaskWriter(TaskAppender appender, SessionLease lease, TaskFold fold, TaskRead read, TaskWriterOptions options, TimeProvider time)
    {
        (_appender, _lease, _fold, _options, _time) = (appender, lease, fold, options, time);
        (TaskId, ContextId) = (read.Snapshot.TaskId, read.Snapshot.ContextId);
        _last = read.Last;
        _ended = read.State.IsTerminal;
        _eventsSinceSnapshot = read.Tail.Count;
        _bytesSinceSnapshot = read.Tail.Sum(entry => (long)entry.Payload.Length);
        _snapshotBytes = read.Snapshot.Json.Length;
        _mostFoldBytes = read.Snapshot.Json.Length + _bytesSinceSnapshot;
    }

    /// <summary>The task.</summary>
    public string TaskId { get; }

    /// <summary>Its context.</summary>
    public string ContextId { get; }

    /// <summary>The task with everything accepted so far; of one that is larger than a snapshot, what <see cref="SnapshotLimits"/> leaves.</summary>
    public AgentTask Current
    {
        get
        {
            lock (_lock)
            {
                return _fold.Task!;
            }
        }
    }

    /// <summary>The last id given.</summary>
    public EventId Last
    {
        get
        {
            lock (_lock)
            {
                return _last;
            }
        }
    }

    /// <summary>Completes when nothing can be written any more because the lease is lost, or the store refused what was written.</summary>
    public Task Lost => _lost.Task;

    /// <summary>Opens the task of the leased session at the end of its log.</summary>
    /// <exception cref="InvalidOperationException">The session's owner has no such task.</exception>
    /// <exception cref="SeamUnavailableException">The store cannot be reached.</exception>
    public static async ValueTask<TaskWriter> OpenAsync(
        ITaskLog log, SessionLease lease, string taskId, TaskWriterOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        var read = await log.ReadAsync(lease.Owner, taskId, cancellationToken)
            ?? throw new InvalidOperationException($"Task {taskId} is not there, so it cannot be written.");
        var fold = new TaskFold(A2AJson.Deserialize<AgentTask>(read.Snapshot.Json.Span));
        foreach (var entry in read.Tail)
        {
            if (entry.Kind == TaskEventKind.Event)
            {
                fold.Apply(A2AJson.Deserialize<StreamResponse>(entry.Payload.Span));
            }
        }

        return new TaskWriter(new TaskAppender(log, lease, options.LeaseTime, time), lease, fold, read, options, time);
    }

    /// <summary>Accepts one event, and returns without waiting for the store; it waits only while the backlog is full.</summary>
    /// <exception cref="LeaseLostException">The lease is lost.</exception>
    /// <exception cref="InvalidOperationException">The task has ended: nothing follows.</exception>
    public async ValueTask WriteAsync(StreamResponse e, CancellationToken cancellationToken)
    {
        while (TryWrite(e) is { } room)
        {
            await room.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Accepts events and effects as one step, and returns when they are stored.</summary>
    /// <returns>The id of the last event, or of the last one before when there are none.</returns>
    /// <exception cref="LeaseLostException">The lease is lost; whether the step was stored is not known.</exception>
    /// <exception cref="InvalidOperationException">The task has ended and there are events: nothing follows.</exception>
    public async ValueTask<EventId> CommitAsync(IReadOnlyList<StreamResponse> events, WriteEffects effects, CancellationToken cancellationToken)
    {
        // No wait for room: the caller waits for the store itself.
        Task<EventId> stored;
        bool pump;
        lock (_lock)
        {
            Accept(events);
            stored = _backlog.Add(effects, _last);
            pump = MustPump();
        }

        Pump(pump);
        return await stored.WaitAsync(cancellationToken);
    }

    /// <summary>Returns when everything accepted so far is stored.</summary>
    /// <exception cref="LeaseLostException">The lease is lost.</exception>
    public async ValueTask FlushAsync(CancellationToken cancellationToken) => await CommitAsync([], new WriteEffects(), cancellationToken);

    /// <summary>Stores what was accepted, if the store answers at once; after a loss nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        Task? pump;
        lock (_lock)
        {
            _failure ??= new ObjectDisposedException(nameof(TaskWriter));
            pump = _pump?.Task;
        }

        _appender.RetryNoMore();
        if (pump is not null)
        {
            await pump;
        }

        _appender.Dispose();
    }

    // Null when it is accepted; else what to wait for before the next try.
    private Task? TryWrite(StreamResponse e)
    {
        bool pump;
        lock (_lock)
        {
            if ((_unstored >= _options.Backlog || _unstoredBytes >= _options.BacklogBytes) && _failure is null)
            {
                return (_room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }

            Accept([e]);
            pump = MustPump();
        }

        Pump(pump);
        return null;
    }

    // Called under the lock. Nothing is accepted unless all is.
    private void Accept(IReadOnlyList<StreamResponse> events)
    {
        if (_failure is not null)
        {
            throw _failure is LeaseLostException ? new LeaseLostException(_lease.Session, _failure.InnerException) : _failure;
        }

        var entries = new TaskEvent[events.Count];
        var stamped = new StreamResponse[events.Count];
        for (var i = 0; i < entries.Length; i++)
        {
            if (_ended || (i > 0 && entries[i - 1].State is { IsTerminal: true }))
            {
                throw new InvalidOperationException($"Task {TaskId} has ended; nothing follows its terminal status.");
            }

            var id = new EventId(_lease.Epoch, _last.Seq + 1 + i);
            var e = stamped[i] = _options.Stamp?.Invoke(events[i], id) ?? events[i];
            var state = e.StatusUpdate?.Status.State ?? e.Task?.Status.State;
            entries[i] = new TaskEvent(id, TaskEventKind.Event, A2AJson.Serialize(e), state, _time.GetUtcNow());
        }

        for (var i = 0; i < entries.Length; i++)
        {
            _fold.Apply(stamped[i]);
            _backlog.Add(entries[i]);
            _mostFoldBytes += entries[i].Payload.Length;
            _unstoredBytes += entries[i].Payload.Length;
            _last = entries[i].Id;
            _ended |= entries[i].State is { IsTerminal: true };
        }

        _unstored += entries.Length;
    }
}
