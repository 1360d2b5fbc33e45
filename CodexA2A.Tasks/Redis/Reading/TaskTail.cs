using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace CodexA2A.Tasks.Redis;

/// <summary>
/// The one reader of a task's log in this process, for all who follow it here. It holds the newest events; who is slower, or comes
/// later, reads the older ones from Redis.
/// </summary>
internal sealed class TaskTail(RedisSeam seam, TaskPlace place)
{
    /// <summary>Most events of one read, and of one batch for a follower.</summary>
    public const int PageEvents = 256;

    private const int WindowEvents = 1024;
    private const long WindowBytes = 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly EventWindow _window = new(WindowEvents, WindowBytes);
    private readonly WakeSignals _followers = new();
    private ReceiveLoop? _loop;
    private EventId _last;
    private bool _started;
    private bool _reading;
    private bool _ended;
    private int _generation;

    /// <summary>How long ago it last read without an error.</summary>
    public TimeSpan SinceBeat => _loop?.SinceBeat ?? TimeSpan.Zero;

    /// <summary>Grows when events that were read are lost.</summary>
    public int Generation
    {
        get
        {
            lock (_lock)
            {
                return _generation;
            }
        }
    }

    /// <summary>The number of the last event that was read.</summary>
    public long LastSeq
    {
        get
        {
            lock (_lock)
            {
                return _last.Seq;
            }
        }
    }

    /// <summary>Begins to read, at the log's end as it is now.</summary>
    public async Task StartAsync(ILogger logger) =>
        _loop = await ReceiveLoop.StartAsync(seam, seam.Keys.TaskChannel(place.Partition, place.TaskId), ReadAsync, logger, TryTake);

    /// <summary>Ends reading.</summary>
    public async ValueTask StopAsync()
    {
        if (_loop is not null)
        {
            await _loop.DisposeAsync();
        }
    }

    /// <summary>Lets <paramref name="follower"/> know of every event.</summary>
    public void Follow(WakeSignal follower) => _followers.Add(follower);

    /// <summary>Ends <see cref="Follow"/>.</summary>
    public void Unfollow(WakeSignal follower) => _followers.Remove(follower);

    /// <summary>What comes after position <paramref name="after"/>, for a follower of <paramref name="generation"/>.</summary>
    public TakeKind Take(long after, int generation, out IReadOnlyList<TaskEvent> batch)
    {
        batch = [];
        lock (_lock)
        {
            if (generation != _generation)
            {
                return TakeKind.Resync;
            }

            if (after >= _last.Seq)
            {
                return _ended ? TakeKind.End : TakeKind.Wait;
            }

            if (_window.Count == 0 || after + 1 < _window.FirstSeq)
            {
                return TakeKind.Cold;
            }

            batch = _window.CopyFrom(after + 1, PageEvents);
            return TakeKind.Batch;
        }
    }

    // A hint that goes on where this reader stands spares it a read. While a read is under way it decides.
    private bool TryTake(RedisValue hint)
    {
        if (HintedEvents.Read(hint) is not { } hinted)
        {
            return false;
        }

        lock (_lock)
        {
            if (!_started || _reading)
            {
                return false;
            }

            var last = hinted.Events[^1].Id;
            if (last.Epoch == _last.Epoch && last.Seq <= _last.Seq)
            {
                // Read before the hint came.
                return true;
            }

            if (hinted.Before != _last || hinted.Events.Any(entry => entry.State is { IsTerminal: true }))
            {
                // An end is read where reads go: a master that is none any more must not end what goes on elsewhere.
                return false;
            }

            Add(hinted.Events);
        }

        _followers.Wake();
        return true;
    }

    private async Task ReadAsync(bool safety)
    {
        lock (_lock)
        {
            _reading = true;
        }

        try
        {
            await ReadStreamAsync(safety);
        }
        finally
        {
            lock (_lock)
            {
                _reading = false;
            }
        }
    }

    // Without trust in hints the task itself says where its log ends, or that there is no task any more.
    private async Task ReadStreamAsync(bool safety)
    {
        var head = safety
            ? seam.Link.AskAsync(
                database => database.HashGetAsync(seam.Keys.Task(place.Partition, place.TaskId), ["last", "ended"], flags: RedisLink.Primary), seam.Closing)
            : null;
        if (!_started)
        {
            var start = await head!;
            lock (_lock)
            {
                (_last, _ended, _started) = (ScriptReply.IdOf(start[0]), start[0].IsNull || !start[1].IsNull, true);
            }

            return;
        }

        // Sent behind the head on the same connection: it sees at least what the head speaks of.
        var before = _last;
        int count;
        do
        {
            var from = _last.ToString();
            var entries = await seam.Link.AskAsync(
                database => database.StreamReadAsync(seam.Keys.Events(place.Partition, place.TaskId), from, PageEvents, flags: RedisLink.Primary), seam.Closing);
            count = entries.Length;
            Publish([.. entries.Select(EventEntry.Read)]);
        }
        while (count == PageEvents);

        if (head is not null)
        {
            var said = await head;
            Compare(before, ScriptReply.IdOf(said[0]), gone: said[0].IsNull, ended: !said[1].IsNull);
        }
    }

    private void Publish(IReadOnlyList<TaskEvent> events)
    {
        lock (_lock)
        {
            Add(events);
        }

        if (events.Count > 0)
        {
            _followers.Wake();
        }
    }

    private void Add(IReadOnlyList<TaskEvent> events)
    {
        var now = seam.Time.GetUtcNow();
        foreach (var entry in events)
        {
            if (entry.Id.Seq != _last.Seq + 1)
            {
                // A hole, or numbers that were given before: what was lost in between nobody can read.
                Reset();
            }

            _window.Add(entry);
            _last = entry.Id;
            _ended |= entry.State is { IsTerminal: true };
            seam.Telemetry.Published(now - entry.At);
        }
    }

    // before: where this reader stood when the task was asked.
    private void Compare(EventId before, EventId last, bool gone, bool ended)
    {
        var changed = false;
        lock (_lock)
        {
            if (!gone && (last.Seq > _last.Seq || last.Seq < before.Seq || (last.Seq == before.Seq && last != before)))
            {
                // The task goes on where its events are gone; or it stands where it stood earlier, and an owner from before may
                // write ids that are lower than the ones that were read.
                Reset();
                _last = last;
                _ended = false;
                changed = true;
            }

            if (!_ended && (gone || (ended && _last.Seq >= last.Seq)))
            {
                _ended = true;
                changed = true;
            }
        }

        if (changed)
        {
            _followers.Wake();
        }
    }

    private void Reset()
    {
        _generation++;
        _window.DropBefore(long.MaxValue);
    }
}
