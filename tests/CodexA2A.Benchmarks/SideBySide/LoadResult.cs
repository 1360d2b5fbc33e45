using CodexA2A.Benchmarks.Harness;

namespace CodexA2A.Benchmarks.SideBySide;

/// <summary>One lane at one level in one round. Times in milliseconds, CPU in milliseconds per turn unless it says otherwise.</summary>
internal sealed record LoadResult
{
    public required double TurnsPerSecond { get; init; }

    public required double FirstTextP50 { get; init; }

    public required double FirstTextP95 { get; init; }

    public required double TotalP50 { get; init; }

    /// <summary>CPU of each part: those of our service, and <see cref="LanePart.Codex"/> with what it starts.</summary>
    public required IReadOnlyDictionary<string, double> Cpu { get; init; }

    /// <summary>All of it but Codex.</summary>
    public double OurCpu => Cpu.Where(part => part.Key != LanePart.Codex).Sum(part => part.Value);

    /// <summary>Codex and what it starts.</summary>
    public double CodexCpu => Cpu.GetValueOrDefault(LanePart.Codex);

    /// <summary>This program.</summary>
    public required double ClientCpu { get; init; }

    /// <summary>Cores that processes outside the measurement used on average.</summary>
    public required double ForeignCpu { get; init; }

    /// <summary>Resident memory of each part at the end; shared pages count in each.</summary>
    public required IReadOnlyDictionary<string, long> Bytes { get; init; }
}
