using CodexA2A.Chaos.Tests.Faults;

namespace CodexA2A.Chaos.Tests.Volume;

/// <summary>How much a run does.</summary>
/// <param name="Agents">How many agent processes.</param>
/// <param name="Capacity">Sessions that one of them has at once.</param>
/// <param name="Sessions">Contexts, each with a client.</param>
/// <param name="Commands">At least so many turns; the load goes on until all faults have happened.</param>
/// <param name="Faults">What goes wrong meanwhile.</param>
internal sealed record VolumeSize(int Agents, int Capacity, int Sessions, int Commands, FaultCounts Faults)
{
    /// <summary>False for the control.</summary>
    public bool Fenced { get; init; } = true;

    /// <summary>False when nobody hears a hint.</summary>
    public bool Hints { get; init; } = true;

    /// <summary>No run takes longer: a task that works for ever is a failure.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(90);
}
