namespace CodexA2A.Tasks.Rates;

/// <summary>A bucket of tokens as it was at one moment. Pure: what happens to it is a new one.</summary>
/// <param name="Left">How many tokens there were.</param>
/// <param name="At">When, on the clock of whoever keeps it.</param>
public readonly record struct TokenBucket(double Left, TimeSpan At)
{
    /// <summary>How many there are now. A clock that was set back gives none.</summary>
    public double LeftAt(Rate rate, TimeSpan now) => Math.Min(rate.Burst, Left + (Math.Max(0, (now - At).TotalSeconds) * rate.PerSecond));

    /// <summary>Takes one, where there is one. Who asks too early does not wait longer for it.</summary>
    public (TokenBucket After, RateAnswer Answer) Take(Rate rate, TimeSpan now)
    {
        var left = LeftAt(rate, now);
        return left >= 1
            ? (new(left - 1, now), new(true, left - 1, TimeSpan.Zero))
            : (new(left, now), new(false, left, TimeSpan.FromSeconds((1 - left) / rate.PerSecond)));
    }
}
