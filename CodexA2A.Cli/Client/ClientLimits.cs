namespace CodexA2A.Cli.Client;

/// <summary>How long a client waits, and how often it comes back.</summary>
internal sealed record ClientLimits
{
    /// <summary>For a connection.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>For an answer that is no stream.</summary>
    public TimeSpan Answer { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>For the next byte of a stream; our service sends a heartbeat every 10 s.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>Tries in a row that bring no event, before the client gives up.</summary>
    public int Tries { get; init; } = 12;

    /// <summary>The pause before the first try; it doubles up to <see cref="LongestPause"/>.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest pause between two tries.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The largest answer or card that is read, in bytes.</summary>
    public int MaxBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>The pause before try <paramref name="number"/>, from 1.</summary>
    public TimeSpan Pause(int number)
    {
        var pause = FirstPause * Math.Pow(2, Math.Clamp(number - 1, 0, 16));
        return pause < LongestPause ? pause : LongestPause;
    }
}
