namespace CodexA2A.Tasks;

/// <summary>How a <see cref="TaskWriter"/> writes.</summary>
public sealed record TaskWriterOptions
{
    /// <summary>Applied to each event with the id it gets, before it is folded and serialised; to stamp the id into its metadata.</summary>
    public Func<StreamResponse, EventId, StreamResponse>? Stamp { get; init; }

    /// <summary>A snapshot is stored every so many events, of a long task at most eight times so many (<see cref="SeamOptions.SnapshotEvents"/>).</summary>
    public int SnapshotEvents { get; init; } = 256;

    /// <summary>A snapshot is stored every so many bytes of events, of a longer task as many as the last one has (<see cref="SeamOptions.SnapshotBytes"/>).</summary>
    public int SnapshotBytes { get; init; } = 256 * 1024;

    /// <summary>The lease time (<see cref="SeamOptions.LeaseTime"/>): after so long without an answer of the store the lease counts as lost.</summary>
    public TimeSpan LeaseTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>So many events may wait for the store before <see cref="TaskWriter.WriteAsync"/> waits.</summary>
    public int Backlog { get; init; } = 512;

    /// <summary>And so many bytes of events: an append is no longer than that and one event, so that the appends of other tasks come in between.</summary>
    public int BacklogBytes { get; init; } = 512 * 1024;

    /// <summary>What the seam's settings say about writing.</summary>
    public static TaskWriterOptions From(SeamOptions seam)
    {
        ArgumentNullException.ThrowIfNull(seam);
        return new TaskWriterOptions { SnapshotEvents = seam.SnapshotEvents, SnapshotBytes = seam.SnapshotBytes, LeaseTime = seam.LeaseTime };
    }
}
