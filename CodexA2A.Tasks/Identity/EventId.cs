using System.Globalization;

namespace CodexA2A.Tasks;

/// <summary>
/// The id of an event of one task: <c>&lt;epoch&gt;-&lt;seq&gt;</c> (contracts.md §2). It is the Redis entry id, the SSE <c>id:</c>
/// and <c>metadata.shared.stream.event_id</c>. <see cref="Seq"/> is dense from 1 in a task and goes on over epochs.
/// </summary>
/// <param name="Epoch">The fencing epoch of the lease that wrote it, milliseconds of Unix time at claim; 0 for the submit.</param>
/// <param name="Seq">The position in the task's log, from 1.</param>
public readonly record struct EventId(long Epoch, long Seq) : IComparable<EventId>
{
    /// <summary>Before the first event.</summary>
    public static readonly EventId None = new(0, 0);

    /// <summary>The Task event that submit itself writes.</summary>
    public static readonly EventId First = new(0, 1);

    /// <summary>Reads <c>12-3</c>; false, and <see cref="None"/>, for anything else (signs, spaces, leading zeros, overflow).</summary>
    public static bool TryParse(string? text, out EventId id)
    {
        id = None;
        if (text is null || text.Length is < 3 or > 40)
        {
            return false;
        }

        var dash = text.IndexOf('-', StringComparison.Ordinal);
        if (dash < 1
            || !long.TryParse(text.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var epoch)
            || !long.TryParse(text.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var seq))
        {
            return false;
        }

        var read = new EventId(epoch, seq);
        if (read.ToString() != text)
        {
            return false;
        }

        id = read;
        return true;
    }

    /// <inheritdoc />
    public int CompareTo(EventId other) =>
        Epoch != other.Epoch ? Epoch.CompareTo(other.Epoch) : Seq.CompareTo(other.Seq);

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Epoch}-{Seq}");

#pragma warning disable CS1591 // The four comparisons follow CompareTo.
    public static bool operator <(EventId left, EventId right) => left.CompareTo(right) < 0;
    public static bool operator >(EventId left, EventId right) => left.CompareTo(right) > 0;
    public static bool operator <=(EventId left, EventId right) => left.CompareTo(right) <= 0;
    public static bool operator >=(EventId left, EventId right) => left.CompareTo(right) >= 0;
#pragma warning restore CS1591
}
