namespace CodexA2A.Tasks;

/// <summary>The sending side: one loop while there is something to send, one append at a time.</summary>
public sealed partial class TaskWriter
{
    // However long the last snapshot is, a reader's tail is no longer than this many times SnapshotEvents.
    private const int LongestTail = 8;

    private readonly RecentEvents _recent = new();
    private TaskCompletionSource? _pump;
    private int _eventsSinceSnapshot;
    private long _bytesSinceSnapshot;
    private long _snapshotBytes;

    // What the pump has in its hands.
    private WriteBacklog.Taken _sending = new([], new WriteEffects(), []);

    // No fold is longer than what it was made of, so a short task need not be measured.
    private long _mostFoldBytes;

    // Called under the lock. True when the caller is to pump, behind the lock.
    private bool MustPump()
    {
        if (_pump is not null || _backlog.IsEmpty)
        {
            return false;
        }

        _pump = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return true;
    }

    private void Pump(bool must)
    {
        if (must)
        {
            _ = PumpAsync();
        }
    }

    // Never faults. Its first step, up to the store's queue, is the caller's: another thread would have to be woken for it.
    private async Task PumpAsync()
    {
        while (true)
        {
            WriteBacklog.Taken taken;
            AgentTask? folded;
            lock (_lock)
            {
                if (_backlog.IsEmpty)
                {
                    _pump!.SetResult();
                    _pump = null;
                    return;
                }

                taken = _backlog.Take();
                folded = FoldForSnapshot(taken);
                _sending = taken;
            }

            try
            {
                if (!taken.IsEmpty)
                {
                    taken = await SendAsync(taken, folded);
                }

                Stored(taken.Events.Count, taken.Bytes);
                taken.Complete();
            }
#pragma warning disable CA1031 // Whatever it was, everyone who waits is told, and nothing more is written.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                // What a gap added to it fails with it.
                Fail(_sending, exception);
            }
        }
    }

    // Everything accepted is in the append, so the fold is the one up to its last event. Called under the lock.
    private AgentTask? FoldForSnapshot(WriteBacklog.Taken taken)
    {
        _eventsSinceSnapshot += taken.Events.Count;
        _bytesSinceSnapshot += taken.Bytes;
        if (taken.Events.Count == 0 || (!taken.ChangesState && !IsSnapshotDue()))
        {
            return null;
        }

        (_eventsSinceSnapshot, _bytesSinceSnapshot) = (0, 0);
        return FitFold();
    }

    // A snapshot of a long task is not written until as much as it is has come anew: else the more a turn says, the more each piece costs.
    private bool IsSnapshotDue() =>
        (_eventsSinceSnapshot >= _options.SnapshotEvents || _bytesSinceSnapshot >= _options.SnapshotBytes)
        && (_bytesSinceSnapshot >= _snapshotBytes || _eventsSinceSnapshot >= LongestTail * _options.SnapshotEvents);

    // What no snapshot has room for is not kept here either: the task goes on as it would behind a takeover, from what is stored of it.
    private AgentTask FitFold()
    {
        var whole = _fold.Task!;
        if (_mostFoldBytes <= SnapshotJson.FoldBytes)
        {
            return whole;
        }

        var fitting = SnapshotLimits.Apply(whole, SnapshotJson.FoldBytes);
        if (!ReferenceEquals(fitting, whole))
        {
            _fold = new TaskFold(fitting);
        }

        return fitting;
    }

    private async Task<WriteBacklog.Taken> SendAsync(WriteBacklog.Taken taken, AgentTask? folded)
    {
        _recent.Add(taken.Events);
        var events = taken.Events;
        while (true)
        {
            var outcome = await _appender.SendAsync(new TaskAppend(TaskId, events)
            {
                Snapshot = folded is null ? null : Snapshot(folded, events[^1]),
                Begun = taken.Effects.Begun,
                Done = taken.Effects.Done,
                Binding = taken.Effects.Binding,
                Opened = taken.Effects.Opened,
                Closed = taken.Effects.Closed,
            });
            if (outcome.Status != AppendStatus.Gap)
            {
                return taken;
            }

            // The store lost its end. What it lost goes again, with the same ids, together with what came since: then the fold
            // is again the one up to the last event.
            lock (_lock)
            {
                var more = _backlog.Take();
                _recent.Add(more.Events);
                _sending = taken = taken.And(more);
                folded = FitFold();
            }

            events = _recent.After(outcome.Last)
                ?? throw new LeaseLostException(_lease.Session, new InvalidOperationException($"The log of task {TaskId} lost more than is remembered here: it ends at {outcome.Last}."));
        }
    }

    private TaskSnapshot Snapshot(AgentTask folded, TaskEvent last)
    {
        // Of an event of an artifact the fold keeps the artifact's stamp only; the task is as of the last event, whatever it was.
        folded = _options.Stamp?.Invoke(StreamResponse.FromTask(folded), last.Id).Task ?? folded;
        var json = SnapshotJson.Of(folded);
        _snapshotBytes = json.Length;
        return new TaskSnapshot(TaskId, ContextId, last.Id, json, folded.Status.State, folded.Status.Timestamp ?? last.At);
    }

    private void Stored(int events, long bytes)
    {
        TaskCompletionSource? room;
        lock (_lock)
        {
            _unstored -= events;
            _unstoredBytes -= bytes;
            (room, _room) = (_room, null);
        }

        room?.SetResult();
    }

    private void Fail(WriteBacklog.Taken taken, Exception reason)
    {
        WriteBacklog.Taken rest;
        lock (_lock)
        {
            _failure = reason;
            rest = _backlog.Take();
        }

        Stored(0, 0);
        _lost.TrySetResult();
        taken.Fail(reason);
        rest.Fail(reason);
    }
}
