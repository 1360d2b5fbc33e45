using CodexA2A.Tasks;

namespace CodexA2A.Runner.Turns;

/// <summary>One timer for all times that a turn waits for; it wakes the turn's loop.</summary>
internal sealed class TurnAlarm : IAsyncDisposable
{
    private readonly ITimer _timer;
    private readonly TimeProvider _time;
    private readonly WakeSignal _loop;
    private long _dueAt = long.MaxValue;
    private volatile bool _fired;

    public TurnAlarm(TimeProvider time, WakeSignal loop)
    {
        (_time, _loop) = (time, loop);
        _timer = time.CreateTimer(static alarm => ((TurnAlarm)alarm!).Fire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>
    /// Makes sure of a wake-up within <paramref name="wait"/>. An earlier one that is set already stays: one too many costs less
    /// than moving the timer for every event.
    /// </summary>
    public void Within(TimeSpan wait)
    {
        var now = _time.GetTimestamp();
        // Timers count whole milliseconds and may be early by one: a wake-up before its time would find nothing due.
        wait = TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds) + 1);
        var dueAt = now + (long)(wait.TotalSeconds * _time.TimestampFrequency);
        if (!_fired && _dueAt != long.MaxValue && _dueAt > now && _dueAt <= dueAt)
        {
            return;
        }

        (_dueAt, _fired) = (dueAt, false);
        _timer.Change(wait, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    // Even if it is early, the next wait sets the timer anew.
    private void Fire()
    {
        _fired = true;
        _loop.Set();
    }
}
