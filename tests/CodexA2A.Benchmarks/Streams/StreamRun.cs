namespace CodexA2A.Benchmarks.Streams;

/// <summary>What one measurement of one way gave.</summary>
internal sealed record StreamRun
{
    /// <summary>The binding.</summary>
    public required string Way { get; init; }

    /// <summary>Pieces that came, on all streams together.</summary>
    public required long Events { get; init; }

    /// <summary>From the first request, or the first append, to the last receipt.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>CPU time of the Api.</summary>
    public required TimeSpan Api { get; init; }

    /// <summary>CPU time of the client, which is this process.</summary>
    public required TimeSpan Client { get; init; }

    /// <summary>Milliseconds from append to receipt.</summary>
    public IReadOnlyList<double> Ages { get; init; } = [];

    public double PerSecond => Events / Elapsed.TotalSeconds;

    /// <summary>Microseconds of the Api's CPU for each event.</summary>
    public double ApiMicroseconds => Api.TotalMicroseconds / Events;

    public double ClientMicroseconds => Client.TotalMicroseconds / Events;
}
