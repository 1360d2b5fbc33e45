using CodexA2A.Tasks.InProcess.State;

namespace CodexA2A.Tasks.InProcess;

/// <summary>One reader of one task's log: a position and a signal. It costs nothing while nothing happens.</summary>
internal sealed class TaskFollower(InProcessSeam seam, Owner owner, string taskId, EventId after, CancellationToken cancellationToken) : IAsyncDisposable
{
    private const int PageEvents = 256;
    private const long PageBytes = 512 * 1024;

    private readonly WakeSignal _signal = new();
    private CancellationTokenRegistration _canceled;
    private CancellationTokenRegistration _closed;
    private TaskStream? _stream;
    private long _position = after.Seq;
    private bool _lost;

    /// <summary>Finds the task and the position in it; false when there is no such task of this owner.</summary>
    public async ValueTask<bool> AttachAsync()
    {
        while (true)
        {
            if (!seam.Tasks.TryGet(taskId, out var stream))
            {
                // Before the task is taken into memory it must be known to be the caller's.
                stream = await seam.RunAsync(batch => batch.Task(taskId)?.Owner == owner ? batch.Install(taskId) : null, cancellationToken);
            }

            if (stream is null || stream.Head.Owner != owner)
            {
                return false;
            }

            if (stream.TryFollow(_signal))
            {
                _stream = stream;
                break;
            }
        }

        seam.Telemetry.Followers(1);
        _canceled = _signal.SetOn(cancellationToken);
        _closed = _signal.SetOn(seam.Closing);
        _lost = after != EventId.None && !await IsKnownAsync(_stream);
        return true;
    }

    private async ValueTask<bool> IsKnownAsync(TaskStream stream)
    {
        if (await Cursors.CheckAsync(seam, stream, after, cancellationToken) == CursorCheck.Known)
        {
            return true;
        }

        // A read beside the writer may have shown an event that is committed and not yet published; behind this step it is.
        await seam.RunAsync(batch => batch.Task(taskId), cancellationToken);
        return await Cursors.CheckAsync(seam, stream, after, cancellationToken) == CursorCheck.Known;
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

            IReadOnlyList<TaskEvent> batch = [];
            switch (_lost ? TakeKind.Resync : _stream!.Take(_position, out batch))
            {
                case TakeKind.Batch:
                    return Advance(batch);
                case TakeKind.End:
                    return null;
                case TakeKind.Resync:
                    return Resync();
                case TakeKind.Cold:
                    return await ReadPageAsync();
                default:
                    await _signal.WaitAsync();
                    break;
            }
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _canceled.DisposeAsync();
        await _closed.DisposeAsync();
        if (_stream is not null)
        {
            _stream.Unfollow(_signal);
            seam.Telemetry.Followers(-1);
        }
    }

    private IReadOnlyList<TaskEvent> Advance(IReadOnlyList<TaskEvent> batch)
    {
        _position = batch[^1].Id.Seq;
        return batch;
    }

    private TaskEvent[] Resync()
    {
        var entry = _stream!.Head.Snapshot.ToEvent();
        _lost = false;
        _position = entry.Id.Seq;
        return [entry];
    }

    private async ValueTask<IReadOnlyList<TaskEvent>> ReadPageAsync()
    {
        var row = _stream!.Head.Row;
        var from = _position;
        var page = await seam.Readers.ReadAsync(database => database.Events.Page(row, from, PageEvents, PageBytes), cancellationToken);
        if (page.Count == 0 || page[0].Id.Seq != from + 1)
        {
            // Trimmed while we looked.
            return Resync();
        }

        return Advance(page);
    }
}
