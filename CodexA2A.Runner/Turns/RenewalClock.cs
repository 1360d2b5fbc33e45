namespace CodexA2A.Runner.Turns;

/// <summary>When the worker's leases were renewed last.</summary>
internal sealed class RenewalClock(TimeProvider time)
{
    private long _renewedAt = long.MinValue;

    /// <summary>They are renewed, or the worker begins.</summary>
    public void Renewed() => Volatile.Write(ref _renewedAt, time.GetTimestamp());

    /// <summary>How long ago; null before the worker begins.</summary>
    public TimeSpan? Age => Volatile.Read(ref _renewedAt) is var at and > long.MinValue ? time.GetElapsedTime(at) : null;
}
