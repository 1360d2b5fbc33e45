namespace CodexA2A.Tasks.InProcess.State;

/// <summary>How much of the log may lie in memory; everything is in the database anyway.</summary>
internal sealed record HotLimits
{
    /// <summary>Newest events of one task.</summary>
    public int WindowEvents { get; init; } = 1024;

    /// <summary>Bytes of them.</summary>
    public long WindowBytes { get; init; } = 1024 * 1024;

    /// <summary>Tasks that have ended or rest.</summary>
    public int Tasks { get; init; } = 512;

    /// <summary>Bytes of them.</summary>
    public long Bytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>A task that runs leaves memory only after so long without use.</summary>
    public TimeSpan RunningIdle { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Commands of more bytes are read from the database when they are wanted.</summary>
    public const int CommandBytes = 64 * 1024;
}
