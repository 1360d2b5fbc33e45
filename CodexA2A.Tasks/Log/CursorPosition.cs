namespace CodexA2A.Tasks;

/// <summary>What an event id is to a log (contracts.md §2).</summary>
internal static class CursorPosition
{
    /// <summary>Decides it for a log of which the events from <paramref name="firstSeq"/> to <paramref name="last"/> are kept.</summary>
    public static CursorCheck Check(EventId last, long firstSeq, EventId cursor, bool stored) =>
        // The first event, and no other, is of no lease; behind what is trimmed nothing else is known of an id.
        (cursor.Epoch == 0) != (cursor.Seq == 1) ? CursorCheck.NeverExisted
        : cursor == last ? CursorCheck.Known
        : cursor.Seq < 1 || cursor.Seq >= last.Seq || cursor.Epoch > last.Epoch ? CursorCheck.NeverExisted
        : cursor.Seq < firstSeq ? CursorCheck.Trimmed
        : stored ? CursorCheck.Known
        : CursorCheck.NeverExisted;

    /// <summary>Whether an event of this id can have been in a log that lost its end: epochs are times, and none is later than <paramref name="now"/>.</summary>
    public static bool MayHaveBeen(EventId cursor, long now) =>
        cursor.Seq >= 1 && cursor.Epoch >= 0 && (cursor.Epoch == 0) == (cursor.Seq == 1) && cursor.Epoch <= now;
}
