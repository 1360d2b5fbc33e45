namespace CodexA2A.Tasks.Redis;

/// <summary>Hints that a session may be claimed, of all partitions; subscribed by the first who waits for work.</summary>
internal sealed class WorkHints(RedisSeam seam) : IAsyncDisposable
{
    private readonly SemaphoreSlim _opening = new(1, 1);
    private readonly Lock _lock = new();
    private IAsyncDisposable? _subscription;
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with the next hint after this call.</summary>
    public async ValueTask<Task> NextAsync(CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken);
        lock (_lock)
        {
            return _next.Task;
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
            _subscription ??= await seam.Link.HintAsync([.. Enumerable.Range(0, seam.Keys.Partitions).Select(seam.Keys.WorkChannel)], Hint);
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
            before = _next;
            _next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        before.TrySetResult();
    }
}
