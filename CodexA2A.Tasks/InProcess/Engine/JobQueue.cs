using System.Diagnostics.CodeAnalysis;

namespace CodexA2A.Tasks.InProcess.Engine;

/// <summary>
/// Steps on their way to the writer thread. Callers wait for room without a thread; the writer thread sleeps without spinning
/// first, as a channel or a task that is waited for would: on a busy machine that takes the core from whoever makes the next step.
/// </summary>
/// <param name="capacity">So many may wait.</param>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose wait handle nobody takes holds nothing.")]
internal sealed class JobQueue(int capacity)
{
    private readonly SemaphoreSlim _room = new(capacity, capacity);
    private readonly object _lock = new();
    private readonly Queue<SeamJob> _jobs = new();
    private bool _closed;

    /// <summary>Adds a job, when there is room; false when the queue is closed.</summary>
    public async ValueTask<bool> AddAsync(SeamJob job, CancellationToken cancellationToken)
    {
        await _room.WaitAsync(cancellationToken);
        return Add(job);
    }

    /// <summary>Adds a job, if there is room.</summary>
    public void TryAdd(SeamJob job)
    {
        if (_room.Wait(0, CancellationToken.None))
        {
            Add(job);
        }
    }

    /// <summary>Moves what waits into <paramref name="group"/>, up to <paramref name="most"/>; blocks until there is something. False when nothing comes any more.</summary>
    public bool Take(List<SeamJob> group, int most)
    {
        var taken = 0;
        lock (_lock)
        {
            while (_jobs.Count == 0 && !_closed)
            {
                Monitor.Wait(_lock);
            }

            while (taken < most && _jobs.TryDequeue(out var job))
            {
                group.Add(job);
                taken++;
            }
        }

        if (taken > 0)
        {
            _room.Release(taken);
        }

        return taken > 0;
    }

    /// <summary>Takes no more; what is queued can still be taken.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _closed = true;
            Monitor.Pulse(_lock);
        }
    }

    private bool Add(SeamJob job)
    {
        lock (_lock)
        {
            if (!_closed)
            {
                _jobs.Enqueue(job);
                Monitor.Pulse(_lock);
                return true;
            }
        }

        // Whoever else waits for room must hear of it too.
        _room.Release();
        return false;
    }
}
