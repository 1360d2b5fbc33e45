namespace CodexA2A.Tasks.Redis;

/// <summary>How far runners are behind, over all partitions.</summary>
/// <param name="Ready">Sessions that wait for an owner.</param>
/// <param name="OldestReady">How long the first of them has waited.</param>
/// <param name="Overdue">Leases that ran out and were not taken over yet.</param>
internal sealed record Lag(long Ready, TimeSpan OldestReady, long Overdue);

/// <summary>Reads the <see cref="Lag"/>.</summary>
internal static class LagCall
{
    /// <summary>The call.</summary>
    public static async Task<Lag> RunAsync(RedisSeam seam, CancellationToken cancellationToken)
    {
        var now = (await HomeCalls.LookAsync(seam, cancellationToken)).Now;
        var partitions = Enumerable.Range(0, seam.Keys.Partitions).ToArray();
        return await seam.Link.AskAsync(
            async database =>
            {
                var ready = Task.WhenAll(partitions.Select(p => database.SortedSetLengthAsync(seam.Keys.Ready(p))));
                var first = Task.WhenAll(partitions.Select(p => database.SortedSetRangeByRankWithScoresAsync(seam.Keys.Ready(p), 0, 0)));
                var overdue = Task.WhenAll(partitions.Select(p => database.SortedSetLengthAsync(seam.Keys.Leases(p), double.NegativeInfinity, now)));
                var oldest = (await first).SelectMany(entries => entries).Select(entry => entry.Score).DefaultIfEmpty(now * 1000d).Min();
                return new Lag((await ready).Sum(), TimeSpan.FromMicroseconds(Math.Max(0, (now * 1000d) - oldest)), (await overdue).Sum());
            },
            cancellationToken);
    }
}
