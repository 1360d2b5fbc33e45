namespace CodexA2A.Tasks.Redis;

/// <summary>One look for work.</summary>
/// <param name="Partitions">Where; null for everywhere.</param>
/// <param name="Hints">How many hints each partition had given when it began.</param>
/// <param name="At">When it began.</param>
internal sealed record WorkLook(int[]? Partitions, long[] Hints, long At);

/// <summary>Where a runner has looked and found nothing.</summary>
internal sealed class WorkLooks(int partitions)
{
    /// <summary>How many hints each partition had given by then.</summary>
    public long[] Seen { get; } = new long[partitions];

    /// <summary>True when it has looked everywhere.</summary>
    public bool HasLooked { get; private set; }

    /// <summary>When it last did.</summary>
    public long EverywhereAt { get; private set; }

    /// <summary>True from a hint on until it has found nothing.</summary>
    public bool Woken { get; set; }

    /// <summary>It found nothing.</summary>
    public void FoundNothing(WorkLook look)
    {
        Woken = false;
        foreach (var p in look.Partitions ?? [.. Enumerable.Range(0, Seen.Length)])
        {
            Seen[p] = Math.Max(Seen[p], look.Hints[p]);
        }

        if (look.Partitions is null)
        {
            (HasLooked, EverywhereAt) = (true, look.At);
        }
    }
}
