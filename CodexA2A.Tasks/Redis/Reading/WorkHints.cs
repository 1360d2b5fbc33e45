using StackExchange.Redis;

namespace CodexA2A.Tasks.Redis;

/// <summary>
/// Hints that a session may be claimed, of all partitions; subscribed by the first who waits for work. A runner that looked and
/// found nothing looks next at the sessions that hints name, and everywhere once in a safety interval.
/// </summary>
internal sealed class WorkHints(RedisSeam seam) : IAsyncDisposable
{
    /// <summary>So many hints are remembered; whoever has more to look at looks everywhere.</summary>
    private const int Most = 256;

    private readonly SemaphoreSlim _opening = new(1, 1);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, WorkLooks> _looks = new(StringComparer.Ordinal);
    private readonly SessionId[] _named = new SessionId[Most];
    private long _hints;
    private IAsyncDisposable? _subscription;
    private KnownHomes? _homes;
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The homes as a look here last found them.</summary>
    public KnownHomes? Homes { get => Volatile.Read(ref _homes); set => Volatile.Write(ref _homes, value); }

    /// <summary>
    /// A runner is about to claim: where it need look, which is everywhere unless it was woken by a hint and found work since, and takes
    /// nobody's work that it passed over before.
    /// </summary>
    public WorkLook Begin(RunnerIdentity runner)
    {
        lock (_lock)
        {
            var looks = Of(runner.RunnerId);
            var some = looks.Woken && IsFresh(looks) && !looks.TakesPassed(runner.Full) ? Named(looks) : null;
            looks.Pass(runner.Full);
            return new WorkLook(some, looks.Seen, _hints, seam.Time.GetTimestamp(), runner.Full);
        }
    }

    /// <summary>It claimed this one.</summary>
    public void Claimed(string runnerId, WorkLook look, SessionId session)
    {
        lock (_lock)
        {
            Of(runnerId).Claimed(look, session);
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

            if (_hints > looks.Seen)
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

    // Null when some that it has not looked at are forgotten.
    private SessionId[]? Named(WorkLooks looks)
    {
        if (_hints - looks.Seen > Most)
        {
            return null;
        }

        var named = new SessionId[_hints - looks.Seen];
        for (var i = 0; i < named.Length; i++)
        {
            named[i] = _named[(looks.Seen + i) % Most];
        }

        return named;
    }

    private WorkLooks Of(string runnerId)
    {
        if (!_looks.TryGetValue(runnerId, out var looks))
        {
            _looks[runnerId] = looks = new WorkLooks();
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
                var subscription = await seam.Link.HintAsync([.. Enumerable.Range(0, seam.Keys.Partitions).Select(seam.Keys.WorkChannel)], Hint);
                lock (_lock)
                {
                    // Looks from before may have missed something: more than is remembered.
                    _hints += Most + 1;
                }

                Volatile.Write(ref _subscription, subscription);
            }
        }
        finally
        {
            _opening.Release();
        }
    }

    private void Hint(RedisValue session)
    {
        TaskCompletionSource before;
        lock (_lock)
        {
            _named[_hints++ % Most] = new SessionId(session!);
            before = _next;
            _next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        before.TrySetResult();
    }
}
