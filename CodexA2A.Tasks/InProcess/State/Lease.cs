namespace CodexA2A.Tasks.InProcess.State;

/// <summary>A lease in memory: it dies with the process, as its holder does. Times are <see cref="TimeProvider.GetTimestamp"/>.</summary>
internal sealed class Lease(string runnerId, long epoch, long now)
{
    private long _told;

    /// <summary>Who holds it.</summary>
    public string RunnerId => runnerId;

    /// <summary>Its epoch.</summary>
    public long Epoch => epoch;

    /// <summary>When it was last extended; touched by the writer thread only.</summary>
    public long RenewedAt { get; set; } = now;

    /// <summary>The last command that its holder was told of.</summary>
    public long Told
    {
        get => Volatile.Read(ref _told);
        set => Volatile.Write(ref _told, value);
    }
}
