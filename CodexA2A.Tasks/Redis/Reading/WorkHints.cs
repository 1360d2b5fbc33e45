using System.Collections.Concurrent;

namespace CodexA2A.Tasks.Redis;

/// <summary>
/// Hints that a session may be claimed, of all partitions; subscribed by the first who waits for work. Who looked and found nothing
/// need not look again before the next hint.
/// </summary>
internal sealed class WorkHints(RedisSeam seam) : IAsyncDisposable
{
    private readonly SemaphoreSlim _opening = new(1, 1);
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<string, long> _nothing = new(StringComparer.Ordinal);
    private IAsyncDisposable? _subscription;
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _hints;

    /// <summary>How many hints came so far; 0 before anybody listens.</summary>
    public long Count
    {
        get
        {
            lock (_lock)
            {
                return _hints;
            }
        }
    }

    /// <summary>A runner looked when so many hints had come, and found nothing.</summary>
    public void FoundNothing(string runnerId, long count) => _nothing[runnerId] = count;

    /// <summary>A task that completes with the next hint, and whether the runner has looked since the last one.</summary>
    public async ValueTask<(Task Next, bool Looked)> NextAsync(string runnerId, CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken);
        lock (_lock)
        {
            return (_next.Task, _nothing.TryGetValue(runnerId, out var count) && count == _hints);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_subscription is not null)
        {
            await _subscription.DisposeAsync();
        }

        _opening.Dispose();
    }

    private async ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _subscription) is not null)
        {
            return;
        }

        await _opening.WaitAsync(cancellationToken);
        try
        {
            if (_subscription is null)
            {
                _subscription = await seam.Link.HintAsync([.. Enumerable.Range(0, seam.Keys.Partitions).Select(seam.Keys.WorkChannel)], Hint);
                // Looks from before may have missed something.
                Hint();
            }
        }
        finally
        {
            _opening.Release();
        }
    }

    private void Hint()
    {
        TaskCompletionSource before;
        lock (_lock)
        {
            _hints++;
            before = _next;
            _next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        before.TrySetResult();
    }
}
