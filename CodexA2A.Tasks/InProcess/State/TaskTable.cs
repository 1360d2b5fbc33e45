using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace CodexA2A.Tasks.InProcess.State;

/// <summary>
/// The tasks in memory: those that run, and of the others the ones used last, within <see cref="HotLimits"/>. Changed by the
/// writer thread, read by all.
/// </summary>
internal sealed class TaskTable(HotLimits limits, TimeProvider time, SeamTelemetry telemetry, long lastRow)
{
    private const int PublishesBetweenSweeps = 64;

    private readonly ConcurrentDictionary<string, TaskStream> _streams = new(StringComparer.Ordinal);
    private long _lastRow = lastRow;
    private int _publishes;

    /// <summary>The limits.</summary>
    public HotLimits Limits => limits;

    /// <summary>How many are in memory.</summary>
    public int Count => _streams.Count;

    /// <summary>The number of the next task; one that is not used after all is no harm.</summary>
    public long NextRow() => ++_lastRow;

    /// <summary>Finds a task in memory, and notes that it is used.</summary>
    public bool TryGet(string id, [NotNullWhen(true)] out TaskStream? stream)
    {
        if (!_streams.TryGetValue(id, out stream))
        {
            return false;
        }

        stream.UsedAt = time.GetTimestamp();
        return true;
    }

    /// <summary>Shows readers what was staged for a task.</summary>
    public void Publish(TaskStream stream, DateTimeOffset now, long timestamp)
    {
        foreach (var entry in stream.StagedEvents)
        {
            telemetry.Published(now - entry.At);
        }

        stream.UsedAt = timestamp;
        stream.Publish();
        _streams[stream.Staged.TaskId] = stream;
        _publishes++;
    }

    /// <summary>Evicts, when enough has been published since the last time; nothing may be staged.</summary>
    public void EvictSometimes()
    {
        if (_publishes >= PublishesBetweenSweeps)
        {
            _publishes = 0;
            Evict();
        }
    }

    /// <summary>Takes a task out of memory that is deleted.</summary>
    public void Remove(string id)
    {
        if (_streams.TryRemove(id, out var stream))
        {
            stream.TryEvict();
        }
    }

    /// <summary>Takes out of memory what is past the limits, the longest unused first.</summary>
    public void Evict()
    {
        var resting = new List<TaskStream>();
        var bytes = 0L;
        foreach (var stream in _streams.Values)
        {
            if (stream.Staged.Ended || time.GetElapsedTime(stream.UsedAt) > limits.RunningIdle)
            {
                resting.Add(stream);
                bytes += stream.Bytes;
            }
        }

        if (resting.Count <= limits.Tasks && bytes <= limits.Bytes)
        {
            return;
        }

        var left = resting.Count;
        foreach (var stream in resting.OrderBy(stream => stream.UsedAt))
        {
            if (left <= limits.Tasks && bytes <= limits.Bytes)
            {
                break;
            }

            if (stream.TryEvict())
            {
                _streams.TryRemove(stream.Staged.TaskId, out _);
                bytes -= stream.Bytes;
                left--;
            }
        }
    }
}
