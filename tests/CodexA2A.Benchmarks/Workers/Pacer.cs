namespace CodexA2A.Benchmarks.Workers;

/// <summary>Does something so many times a second, evenly. What a late tick missed it makes up for, so that the number is right.</summary>
internal static class Pacer
{
    /// <summary>Runs.</summary>
    /// <param name="perSecond">How often.</param>
    /// <param name="duration">How long.</param>
    /// <param name="each">What; told how many times it was done before.</param>
    /// <param name="afterTick">Done after each look at the clock, about every millisecond.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How many times.</returns>
    public static async Task<int> RunAsync(
        int perSecond, TimeSpan duration, Func<int, ValueTask> each, Func<ValueTask>? afterTick, CancellationToken cancellationToken)
    {
        var total = (int)(perSecond * duration.TotalSeconds);
        var began = TimeProvider.System.GetTimestamp();
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        var done = 0;
        for (var elapsed = TimeSpan.Zero; done < total || elapsed < duration; elapsed = TimeProvider.System.GetElapsedTime(began))
        {
            var due = Math.Min(total, 1 + (int)(perSecond * elapsed.TotalSeconds));
            while (done < due)
            {
                await each(done++);
            }

            if (afterTick is not null)
            {
                await afterTick();
            }

            await tick.WaitForNextTickAsync(cancellationToken);
        }

        return total;
    }
}
