namespace CodexA2A.Tasks.Redis;

/// <summary>
/// Hints that a session may be claimed, of all partitions; subscribed by the first who waits for work. A runner that looked and
/// found nothing looks next where a hint came from, and everywhere once in a safety interval.
/// </summary>
internal sealed class WorkHints(RedisSeam seam) : IAsyncDisposable
{
    private readonly SemaphoreSlim _opening = new(1, 1);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, WorkLooks> _looks = new(StringComparer.Ordinal);
    private readonly long[] _hints = new long[seam.Keys.Partitions];
    private IAsyncDisposable? _subscription;
    private KnownHomes? _homes;
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The homes as a look here last found them.</summary>
    public KnownHomes? Homes { get => Volatile.Read(ref _homes); set => Volatile.Write(ref _homes, value); }

    /// <summary>A runner is about to claim: where it need look, which is everywhere unless it was woken by a hint and found work since.</summary>
    public WorkLook Begin(string runnerId)
    {
        lock (_lock)
        {
            var looks = Of(runnerId);
            var some = looks.Woken && IsFresh(looks) ? Hinted(looks) : null;
            return new WorkLook(some, [.. _hints], seam.Time.GetTimestamp());
        }
    }

    /// <summary>It found nothing there.</summary>
    public void FoundNothing(string runnerId, WorkLook look)
    {
        lock (_lock)
        {
            Of(runnerId).FoundNothing(look);
        }
    }

    /// <summary>Returns true when a runner has reason to claim: a hint, or the safety interval since it looked everywhere; false when it must look before it waits.</summary>
    public async ValueTask<bool> WaitAsync(string runnerId, CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken);
        Task next;
        TimeSpan wait;
        lock (_lock)
        {
            var looks = Of(runnerId);
            if (!IsFresh(looks))
            {
                return false;
            }

            if (Hinted(looks).Length > 0)
            {
                return looks.Woken = true;
            }

            var left = HintSignal.SafetyInterval - seam.Time.GetElapsedTime(looks.EverywhereAt);
            (next, wait) = (_next.Task, left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }

        try
        {
            await next.WaitAsync(wait, seam.Time, cancellationToken);
            Wake(runnerId);
        }
        catch (TimeoutException)
        {
            // Then the runner looks everywhere.
        }

        return true;
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

    private void Wake(string runnerId)
    {
        lock (_lock)
        {
            Of(runnerId).Woken = true;
        }
    }

    private bool IsFresh(WorkLooks looks) => looks.HasLooked && seam.Time.GetElapsedTime(looks.EverywhereAt) < HintSignal.SafetyInterval;

    private int[] Hinted(WorkLooks looks) => [.. Enumerable.Range(0, _hints.Length).Where(p => _hints[p] != looks.Seen[p])];

    private WorkLooks Of(string runnerId)
    {
        if (!_looks.TryGetValue(runnerId, out var looks))
        {
            _looks[runnerId] = looks = new WorkLooks(_hints.Length);
        }

        return looks;
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
                var partitions = Enumerable.Range(0, _hints.Length).ToArray();
                _subscription = await seam.Link.HintAsync([.. partitions.Select(seam.Keys.WorkChannel)], Hint);
                // Looks from before may have missed something.
                Array.ForEach(partitions, Hint);
            }
        }
        finally
        {
            _opening.Release();
        }
    }

    private void Hint(int partition)
    {
        TaskCompletionSource before;
        lock (_lock)
        {
            _hints[partition]++;
            before = _next;
            _next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        before.TrySetResult();
    }
}
