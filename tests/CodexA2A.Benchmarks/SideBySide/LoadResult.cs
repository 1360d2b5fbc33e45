namespace CodexA2A.Benchmarks.SideBySide;

/// <summary>One lane at one level in one round. Times in milliseconds, CPU in milliseconds per turn unless it says otherwise.</summary>
internal sealed record LoadResult
{
    public required double TurnsPerSecond { get; init; }

    public required double FirstTextP50 { get; init; }

    public required double FirstTextP95 { get; init; }

    public required double TotalP50 { get; init; }

    /// <summary>The service's own process.</summary>
    public required double OurCpu { get; init; }

    /// <summary>Codex and what it starts.</summary>
    public required double CodexCpu { get; init; }

    /// <summary>This program.</summary>
    public required double ClientCpu { get; init; }

    /// <summary>Cores that processes outside the measurement used on average.</summary>
    public required double ForeignCpu { get; init; }

    /// <summary>Resident memory of the service's own process at the end.</summary>
    public required long OurBytes { get; init; }

    /// <summary>Resident memory of the lane's whole tree at the end.</summary>
    public required long TreeBytes { get; init; }
}
