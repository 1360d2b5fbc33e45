namespace CodexA2A.Runner.Turns;

/// <summary>One timer for all times that a turn waits for; it wakes the turn's loop by a <see cref="TurnInput.Tick"/>.</summary>
internal sealed class TurnAlarm : IAsyncDisposable
{
    private readonly ITimer _timer;
    private readonly TimeProvider _time;
    private long _dueAt = long.MaxValue;

    public TurnAlarm(TimeProvider time, ActiveTurn turn)
    {
        _time = time;
        _timer = time.CreateTimer(static state => ((ActiveTurn)state!).Tick(), turn, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>
    /// Makes sure of a tick within <paramref name="wait"/>. An earlier tick that is set already stays: one tick too many costs
    /// less than moving the timer for every event.
    /// </summary>
    public void Within(TimeSpan wait)
    {
        var now = _time.GetTimestamp();
        // Timers count whole milliseconds and may be early by one: a tick before its time would find nothing due.
        wait = TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds) + 1);
        var dueAt = now + (long)(wait.TotalSeconds * _time.TimestampFrequency);
        if (_dueAt != long.MaxValue && _dueAt > now && _dueAt <= dueAt)
        {
            return;
        }

        _dueAt = dueAt;
        _timer.Change(wait, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The tick came: the next wait sets the timer anew, even if this tick was early.</summary>
    public void Fired() => _dueAt = long.MaxValue;

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _timer.DisposeAsync();
}
