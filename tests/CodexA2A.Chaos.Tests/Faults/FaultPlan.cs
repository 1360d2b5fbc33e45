namespace CodexA2A.Chaos.Tests.Faults;

/// <summary>What can go wrong.</summary>
internal enum FaultKind
{
    /// <summary>An agent is killed, and another one started in its place.</summary>
    KillAgent,

    /// <summary>An agent with turns under way stands still until another has taken one over, and wakes.</summary>
    FreezeAgent,

    /// <summary>Redis is killed and started again on its data.</summary>
    KillRedis,

    /// <summary>Redis stands still, and wakes.</summary>
    FreezeRedis,
}

/// <summary>How often each happens, and how long Redis stands still.</summary>
internal sealed record FaultCounts(int KillAgent, int FreezeAgent, int KillRedis, int FreezeRedis, TimeSpan RedisStands)
{
    /// <summary>The counts of these.</summary>
    public static FaultCounts Of(IReadOnlyList<Fault> faults)
    {
        int Count(FaultKind kind) => faults.Count(fault => fault.Kind == kind);
        var stands = faults.Where(fault => fault.Kind == FaultKind.FreezeRedis).Select(fault => fault.Lasting).DefaultIfEmpty().Max();
        return new FaultCounts(Count(FaultKind.KillAgent), Count(FaultKind.FreezeAgent), Count(FaultKind.KillRedis), Count(FaultKind.FreezeRedis), stands);
    }

    public override string ToString() => FormattableString.Invariant(
        $"agent killed {KillAgent}, frozen {FreezeAgent}; Redis killed {KillRedis}, frozen {FreezeRedis}{(FreezeRedis > 0 ? $" ({RedisStands.TotalSeconds:0} s)" : "")}");
}

/// <summary>One of them.</summary>
/// <param name="Kind">What.</param>
/// <param name="After">The pause before it.</param>
/// <param name="Choice">Which agent, of those there are.</param>
/// <param name="Lasting">How long it lasts, where that is free.</param>
internal sealed record Fault(FaultKind Kind, TimeSpan After, int Choice, TimeSpan Lasting)
{
    /// <summary>All of them in an order by chance: the same for the same seed.</summary>
    public static IReadOnlyList<Fault> Plan(FaultCounts counts, int seed)
    {
        var random = new Random(seed);
        var kinds = Enumerable.Repeat(FaultKind.KillAgent, counts.KillAgent)
            .Concat(Enumerable.Repeat(FaultKind.FreezeAgent, counts.FreezeAgent))
            .Concat(Enumerable.Repeat(FaultKind.KillRedis, counts.KillRedis))
            .Concat(Enumerable.Repeat(FaultKind.FreezeRedis, counts.FreezeRedis))
            .ToArray();
        random.Shuffle(kinds);
        return
        [
            .. kinds.Select(kind => new Fault(
                kind,
                TimeSpan.FromMilliseconds(random.Next(200, 900)),
                random.Next(1000),
                kind == FaultKind.FreezeRedis ? counts.RedisStands : TimeSpan.FromMilliseconds(random.Next(700)))),
        ];
    }
}
