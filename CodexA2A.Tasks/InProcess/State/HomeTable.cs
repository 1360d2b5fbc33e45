namespace CodexA2A.Tasks.InProcess.State;

/// <summary>When runners of each home were last heard of (contracts.md §6). Used by the writer thread only; times are <see cref="TimeProvider.GetTimestamp"/>.</summary>
internal sealed class HomeTable(TimeSpan absence, TimeProvider time)
{
    private readonly Dictionary<string, long> _seen = [];

    // A home nobody heard of since the start counts as seen at the start: its runner may be starting, too.
    private readonly long _start = time.GetTimestamp();

    /// <summary>A runner of this home lives.</summary>
    public void Seen(string home, long now) => _seen[home] = now;

    /// <summary>True when no runner of this home was heard of for long enough.</summary>
    public bool IsAbsent(string home, long now) =>
        time.GetElapsedTime(_seen.GetValueOrDefault(home, _start), now) >= absence;
}
