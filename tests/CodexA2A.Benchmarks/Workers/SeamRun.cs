namespace CodexA2A.Benchmarks.Workers;

/// <summary>What writing and reading cost.</summary>
internal sealed record SeamRun
{
    /// <summary>Entries of the log.</summary>
    public required long Events { get; init; }

    /// <summary>Pieces that are in them.</summary>
    public required long Deltas { get; init; }

    /// <summary>From the first append to the last answer.</summary>
    public required double Seconds { get; init; }

    /// <summary>CPU time of each process: Redis, producer, consumer.</summary>
    public required IReadOnlyDictionary<string, TimeSpan> Cpu { get; init; }

    /// <summary>Resident memory of each process at the end.</summary>
    public required IReadOnlyDictionary<string, long> Bytes { get; init; }

    /// <summary>How old events were in the reader's hand; null when nobody read.</summary>
    public required EventAge? Age { get; init; }

    /// <summary>Microseconds of CPU of a process for each of <paramref name="count"/>; 0 where there is no such process.</summary>
    public double Microseconds(string process, double count) => Cpu.GetValueOrDefault(process).TotalMicroseconds / count;

    /// <summary>Share of a core that a process took, in percent.</summary>
    public double Core(string process) => Cpu.GetValueOrDefault(process).TotalSeconds / Seconds * 100;
}

/// <summary>Milliseconds from an append to the reader's hand.</summary>
internal sealed record EventAge(double Middle, double High, double Highest, double Most);
