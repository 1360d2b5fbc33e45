namespace CodexA2A.Tasks.Rates;

/// <summary>How fast somebody may go.</summary>
/// <param name="PerSecond">How many tokens a bucket gets back in a second; more than 0.</param>
/// <param name="Burst">How many it holds; at least 1.</param>
public readonly record struct Rate(double PerSecond, double Burst)
{
    /// <summary>So many a minute.</summary>
    /// <param name="count">How many; more than 0.</param>
    /// <param name="burst">How many at once; 0 for a minute's.</param>
    public static Rate PerMinute(int count, int burst = 0) => new(count / 60.0, burst == 0 ? count : burst);

    /// <summary>How long an empty bucket takes to be full.</summary>
    public TimeSpan ToFull => TimeSpan.FromSeconds(Burst / PerSecond);
}
