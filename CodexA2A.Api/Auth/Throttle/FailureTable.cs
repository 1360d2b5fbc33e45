using CodexA2A.Tasks.Rates;

namespace CodexA2A.Api.Auth.Throttle;

/// <summary>Buckets of failures: a key that failed too often has none left.</summary>
/// <param name="perMinute">How many failures a bucket holds, and gets back in a minute.</param>
/// <param name="time">The clock.</param>
/// <param name="slots">As of <see cref="BucketTable"/>.</param>
internal sealed class FailureTable(int perMinute, TimeProvider time, int slots = 4096)
{
    private readonly Rate rate = Rate.PerMinute(perMinute);
    private readonly BucketTable table = new(time, slots);

    /// <summary>True when the next failure of this key would be one too many.</summary>
    public bool IsExhausted(string key) => table.Left(key, rate) < 1;

    /// <summary>Counts a failure.</summary>
    /// <returns>Null, or after too many how long until the next one is answered as one.</returns>
    public TimeSpan? Fail(string key) => table.Take(key, rate) is { Taken: false } refused ? refused.Wait : null;
}
