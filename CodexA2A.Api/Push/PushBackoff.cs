namespace CodexA2A.Api.Push;

/// <summary>How long a failed delivery waits: 1 s, doubled up to 10 min, less up to a fifth so that many do not come at once.</summary>
internal static class PushBackoff
{
    /// <summary>The longest wait, also where the receiver asks for more.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>The wait.</summary>
    /// <param name="attempts">How many have failed in a row, at least 1.</param>
    /// <param name="retryAfter">What the receiver asked for, if it did.</param>
    /// <param name="random">0 to 1.</param>
    public static TimeSpan After(int attempts, TimeSpan? retryAfter, double random)
    {
        var doubled = TimeSpan.FromSeconds(Math.Min(Longest.TotalSeconds, Math.Pow(2, Math.Min(attempts - 1, 20))));
        var wait = doubled * (1 - (0.2 * random));
        return retryAfter is { } asked && asked > wait ? (asked < Longest ? asked : Longest) : wait;
    }
}
