using StackExchange.Redis;

namespace CodexA2A.Tasks.Redis;

/// <summary>One who follows one task: a position and a signal. Whoever is slow reads at his own pace, and costs no memory.</summary>
internal sealed class TailFollower(RedisSeam seam, Owner owner, TaskPlace place, EventId after, CancellationToken cancellationToken) : IAsyncDisposable
{
    private readonly WakeSignal _signal = new();
    private CancellationTokenRegistration _canceled;
    private CancellationTokenRegistration _closed;
    private TaskTail? _tail;
    private EventId _position = after;
    private int _generation;
    private long _live;
    private bool _lost;
    private bool _began;

    /// <summary>Begins.</summary>
    public async Task AttachAsync()
    {
        _tail = await seam.Tails.FollowAsync(place, _signal);
        seam.Telemetry.Followers(1);
        (_generation, _live) = (_tail.Generation, _tail.LastSeq);
        _canceled = _signal.SetOn(cancellationToken);
        _closed = _signal.SetOn(seam.Closing);
        _lost = _position != EventId.None && await LogReads.CheckCursorAsync(seam, place, _position, cancellationToken) != CursorCheck.Known;
    }

    /// <summary>What comes next; waits for it. Null when nothing comes any more.</summary>
    public async ValueTask<IReadOnlyList<TaskEvent>?> NextAsync()
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (seam.Closing.IsCancellationRequested)
            {
                throw new SeamUnavailableException("The task store is closed: the service is stopping.");
            }

            IReadOnlyList<TaskEvent>? batch = [];
            switch (_lost ? TakeKind.Resync : _tail!.Take(_position.Seq, _generation, out batch))
            {
                case TakeKind.Batch:
                    Tell(batch);
                    return Advance(batch);
                case TakeKind.End:
                    return null;
                case TakeKind.Wait:
                    await _signal.WaitAsync();
                    break;
                case var older:
                    try
                    {
                        return older == TakeKind.Cold ? await ReadPageAsync() : await ResyncAsync();
                    }
                    catch (SeamUnavailableException) when (_began)
                    {
                        // As the others, who wait: it goes on when Redis is back.
                        await Task.Delay(HintSignal.SafetyInterval, seam.Time, cancellationToken);
                    }

                    break;
            }
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _canceled.DisposeAsync();
        await _closed.DisposeAsync();
        if (_tail is not null)
        {
            seam.Telemetry.Followers(-1);
            await seam.Tails.UnfollowAsync(place.TaskId, _tail, _signal);
        }
    }

    // What was there before this reader came is a replay, and no sign of how late anybody is.
    private void Tell(IReadOnlyList<TaskEvent> batch)
    {
        if (batch[0].Id.Seq > _live)
        {
            seam.Telemetry.Sent(seam.Time.GetUtcNow() - batch[0].At);
        }
    }

    private IReadOnlyList<TaskEvent> Advance(IReadOnlyList<TaskEvent> batch)
    {
        _began = true;
        _position = batch[^1].Id;
        return batch;
    }

    private async Task<IReadOnlyList<TaskEvent>?> ResyncAsync()
    {
        var generation = _tail!.Generation;
        if (await LogReads.ReadAsync(seam, owner, place, cancellationToken) is not { } state)
        {
            return null;
        }

        var read = state.Read;
        seam.Telemetry.Resynced();
        (_lost, _generation, _began) = (false, generation, true);
        // Where what came after the snapshot is lost, the snapshot is all there is.
        _position = read.Tail.Count == 0 ? read.Last : read.Snapshot.Last;
        return [read.Snapshot.ToEvent()];
    }

    private async Task<IReadOnlyList<TaskEvent>?> ReadPageAsync()
    {
        RedisValue from = _position == EventId.None ? "-" : "(" + _position;
        var entries = await seam.Link.AskAsync(
            database => database.StreamRangeAsync(seam.Keys.Events(place.Partition, place.TaskId), from, count: TaskTail.PageEvents, flags: RedisLink.Primary), cancellationToken);
        var dense = new List<TaskEvent>(entries.Length);
        foreach (var entry in entries)
        {
            var read = EventEntry.Read(entry);
            if (read.Id.Seq != _position.Seq + 1 + dense.Count)
            {
                break;
            }

            dense.Add(read);
        }

        // Trimmed, or lost.
        return dense.Count == 0 ? await ResyncAsync() : Advance(dense);
    }
}
