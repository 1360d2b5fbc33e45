using CodexA2A.Tasks;

namespace CodexA2A.Chaos.Tests.Ledgers;

/// <summary>A client's ledger of a task beside the log.</summary>
/// <param name="Lost">Events of the log that never came.</param>
/// <param name="Repeated">Events that came more than once.</param>
/// <param name="OutOfOrder">Events that came behind a later one.</param>
/// <param name="Unknown">Events that came and are not in the log.</param>
/// <param name="Resyncs">Snapshots in place of events.</param>
internal sealed record LedgerCheck(int Lost, int Repeated, int OutOfOrder, int Unknown, int Resyncs)
{
    /// <summary>Nothing is wrong. A resync is right only where the log itself lost something; the caller says how many may be.</summary>
    public bool IsClean => this is { Lost: 0, Repeated: 0, OutOfOrder: 0, Unknown: 0 };

    /// <summary>Compares them.</summary>
    public static LedgerCheck Of(IReadOnlyList<SeenEvent> seen, IReadOnlyList<EventId> log)
    {
        var known = log.ToHashSet();
        var came = new HashSet<EventId>();
        var (repeated, outOfOrder, unknown) = (0, 0, 0);
        var last = EventId.None;
        foreach (var entry in seen)
        {
            unknown += known.Contains(entry.Id) ? 0 : 1;
            repeated += came.Add(entry.Id) ? 0 : 1;
            outOfOrder += entry.Id > last ? 0 : 1;
            if (entry.Resync)
            {
                // It holds everything up to its id.
                came.UnionWith(log.Where(id => id <= entry.Id));
            }

            last = entry.Id > last ? entry.Id : last;
        }

        return new LedgerCheck(log.Count(id => !came.Contains(id)), repeated, outOfOrder, unknown, seen.Count(entry => entry.Resync));
    }
}
