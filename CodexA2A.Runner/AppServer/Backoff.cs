namespace CodexA2A.Runner.AppServer;

/// <summary>Growing pauses with chance in them, so that many callers do not come back together.</summary>
internal static class Backoff
{
    /// <summary>Doubles from <paramref name="first"/> up to <paramref name="most"/>; between half and all of that.</summary>
    /// <param name="attempt">From 0.</param>
    /// <param name="first">The first pause.</param>
    /// <param name="most">The longest pause.</param>
    /// <param name="random">From 0 to 1; null draws it.</param>
    public static TimeSpan Jittered(int attempt, TimeSpan first, TimeSpan most, double? random = null)
    {
        var full = Math.Min(most.TotalMilliseconds, first.TotalMilliseconds * Math.Pow(2, Math.Min(attempt, 30)));
#pragma warning disable CA5394 // Chance here spreads load; it guards nothing.
        return TimeSpan.FromMilliseconds(full * (0.5 + (random ?? Random.Shared.NextDouble()) / 2));
#pragma warning restore CA5394
    }
}
