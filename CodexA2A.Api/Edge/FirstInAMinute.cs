namespace CodexA2A.Api.Edge;

/// <summary>Tells the first of what may come in floods, and the first after each minute.</summary>
internal sealed class FirstInAMinute(TimeProvider time)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private long? last;

    /// <summary>True for the first.</summary>
    public bool Take()
    {
        lock (gate)
        {
            if (last is { } at && time.GetElapsedTime(at) < Minute) return false;
            last = time.GetTimestamp();
            return true;
        }
    }
}
