namespace CodexA2A.Tasks.Rates;

/// <summary>
/// What one process holds of a bucket that it shares: tokens that it took in one go, so that most requests ask nobody. A lot is a
/// tenth of the bucket, 256 at most; what a process does not use of it is the share of nobody else. The next lot is fetched when a
/// quarter is left, so that who goes fast does not wait for it.
/// </summary>
internal sealed class RateLot(Rate rate)
{
    /// <summary>Most tokens that are taken in advance.</summary>
    public const double Largest = 256;

    private readonly Lock _gate = new();
    private double _held;
    private TokenBucket _shared;
    private TokenBucket _own = new(rate.Burst, TimeSpan.MinValue);
    private TimeSpan _refusedUntil = TimeSpan.MinValue;
    private int _waiting;
    private Task? _filling;

    /// <summary>When it was last asked.</summary>
    public TimeSpan UsedAt { get; private set; }

    /// <summary>Takes one of what is held, or says again what the last answer was; null when there is none and the bucket must be asked.</summary>
    /// <param name="now">The time.</param>
    /// <param name="isLow">True when what is left will not last, and nobody has asked for more.</param>
    public RateAnswer? TryTake(TimeSpan now, out bool isLow)
    {
        lock (_gate)
        {
            UsedAt = now;
            if (_held >= 1)
            {
                _held--;
                isLow = _held < Math.Floor(Size / 4) && now >= _refusedUntil && _filling is not { IsCompleted: false };
                return new RateAnswer(true, Math.Min(rate.Burst, _held + _shared.LeftAt(rate, now)), TimeSpan.Zero);
            }

            isLow = false;
            return now < _refusedUntil ? new RateAnswer(false, _shared.LeftAt(rate, now), _refusedUntil - now) : null;
        }
    }

    /// <summary>Where nobody can be asked: the same rate, for this process alone.</summary>
    public RateAnswer TakeOwn(TimeSpan now)
    {
        lock (_gate)
        {
            (_own, var answer) = (_own.At == TimeSpan.MinValue ? _own with { At = now } : _own).Take(rate, now);
            return answer;
        }
    }

    /// <summary>Waits for the one that fills it, which is begun by the first who asks.</summary>
    /// <param name="fill">Asks for so many; does not fail.</param>
    public async Task FillAsync(Func<int, Task> fill)
    {
        Task filling;
        lock (_gate)
        {
            _waiting++;
            // What is wanted is counted when it begins: those who come meanwhile are the next one's.
            filling = _filling is { IsCompleted: false } running ? running : _filling = fill((int)Math.Clamp(_waiting, Size, rate.Burst));
        }

        try
        {
            await filling;
        }
        finally
        {
            lock (_gate)
            {
                _waiting--;
            }
        }
    }

    /// <summary>What the bucket gave.</summary>
    /// <param name="given">How many.</param>
    /// <param name="left">How many it has left.</param>
    /// <param name="wait">Until it has one, when it gave none.</param>
    /// <param name="now">The time.</param>
    public void Filled(long given, double left, TimeSpan wait, TimeSpan now)
    {
        lock (_gate)
        {
            _held += given;
            _shared = new TokenBucket(left, now);
            _refusedUntil = given == 0 ? now + wait : TimeSpan.MinValue;
        }
    }

    private double Size => Math.Clamp(Math.Floor(rate.Burst / 10), 1, Largest);
}
