namespace CodexA2A.Tasks.Redis;

/// <summary>
/// How many unfinished turns one owner has at most, as far as this process knows: what was last counted, and what it added since. Turns
/// that ended are only seen by the next count.
/// </summary>
internal sealed class OwnerCount(TimeProvider time)
{
    /// <summary>How long a count is taken for right: nearly full, and far from it.</summary>
    private static readonly TimeSpan Near = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Far = TimeSpan.FromSeconds(10);

    /// <summary>Nobody is refused for a count that is older.</summary>
    private static readonly TimeSpan Refusable = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private long _count;
    private long _storing;
    private long? _at;
    private Task? _counting;

    /// <summary>Takes a place for one more; false when there is none. Whoever took one says what became of it.</summary>
    /// <param name="most">How many there may be. The first eighth of them passes uncounted, so that who sends little costs nothing.</param>
    /// <param name="count">Counts what is stored; once for all who wait for it.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async ValueTask<bool> TryAddAsync(int most, Func<Task<long>> count, CancellationToken cancellationToken)
    {
        Task counting;
        lock (_gate)
        {
            if (!IsOld(most))
            {
                return TryAdd(most);
            }

            counting = _counting ??= CountAsync(count);
        }

        await counting.WaitAsync(cancellationToken);
        lock (_gate)
        {
            // However long this thread took to hear of it: it is younger than the question, or nearly so.
            return TryAdd(most);
        }
    }

    /// <summary>What a place was taken for is stored, and so seen by the next count.</summary>
    public void Stored()
    {
        lock (_gate)
        {
            _storing--;
        }
    }

    /// <summary>Nothing was stored.</summary>
    public void GivenUp()
    {
        lock (_gate)
        {
            _storing--;
            _count--;
        }
    }

    private bool IsOld(int most) => _count >= most / 8 && (_at is not { } at || time.GetElapsedTime(at) >= Lasts(most));

    private bool TryAdd(int most)
    {
        if (_count >= most)
        {
            return false;
        }

        (_count, _storing) = (_count + 1, _storing + 1);
        return true;
    }

    private TimeSpan Lasts(int most) => _count >= most ? Refusable : _count >= most / 2 ? Near : Far;

    private async Task CountAsync(Func<Task<long>> count)
    {
        // The lock of whoever asked is not held while it is counted.
        await Task.Yield();
        long before, stored;
        lock (_gate)
        {
            before = _count - _storing;
        }

        try
        {
            stored = await count();
        }
        catch
        {
            lock (_gate)
            {
                _counting = null;
            }

            throw;
        }

        lock (_gate)
        {
            // What was on its way then may be among them, or not.
            (_count, _at, _counting) = (stored + Math.Max(0, _count - before), time.GetTimestamp(), null);
        }
    }
}
