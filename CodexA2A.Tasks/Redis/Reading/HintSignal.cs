using StackExchange.Redis;

namespace CodexA2A.Tasks.Redis;

/// <summary>Says "look again": after each hint that is not taken in, and each second without one, because a hint may get lost.</summary>
internal sealed class HintSignal : IAsyncDisposable
{
    /// <summary>A reader looks at least so often.</summary>
    public static readonly TimeSpan SafetyInterval = TimeSpan.FromSeconds(1);

    private readonly WakeSignal _signal = new();
    private readonly ITimer _timer;
    private IAsyncDisposable? _subscription;
    private int _safety;

    private HintSignal(TimeProvider time)
    {
        _timer = time.CreateTimer(
            static state =>
            {
                var signal = (HintSignal)state!;
                Volatile.Write(ref signal._safety, 1);
                signal._signal.Set();
            },
            this, SafetyInterval, SafetyInterval);
    }

    /// <summary>Subscribes; from here on no change is missed by whoever looks now and after each wait. What <paramref name="take"/> takes in says all there is, and wakes nobody.</summary>
    public static async ValueTask<HintSignal> OpenAsync(RedisSeam seam, RedisKey channel, Func<RedisValue, bool>? take = null)
    {
        var signal = new HintSignal(seam.Time);
        signal._subscription = await seam.Link.HintAsync(
            [channel],
            message =>
            {
                if (take?.Invoke(message) != true)
                {
                    signal.Set();
                }
            });
        return signal;
    }

    /// <summary>Wakes the reader.</summary>
    public void Set() => _signal.Set();

    /// <summary>Wakes the reader when <paramref name="cancellationToken"/> is canceled.</summary>
    public CancellationTokenRegistration SetOn(CancellationToken cancellationToken) => _signal.SetOn(cancellationToken);

    /// <summary>Waits; one wait at a time. True when a look without trust in hints is due.</summary>
    public async ValueTask<bool> WaitAsync()
    {
        await _signal.WaitAsync();
        return Interlocked.Exchange(ref _safety, 0) == 1;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        if (_subscription is not null)
        {
            await _subscription.DisposeAsync();
        }
    }
}
