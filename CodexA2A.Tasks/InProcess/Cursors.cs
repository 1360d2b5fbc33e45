using CodexA2A.Tasks.InProcess.Sqlite;
using CodexA2A.Tasks.InProcess.State;

namespace CodexA2A.Tasks.InProcess;

/// <summary>Whether an event id is a position of a log.</summary>
internal static class Cursors
{
    /// <summary>Decides it; <paramref name="stored"/> is the event at the cursor's number, where it is kept.</summary>
    public static CursorCheck Check(TaskHead head, EventId cursor, TaskEvent? stored) =>
        CursorPosition.Check(head.Last, head.FirstSeq, cursor, stored?.Id == cursor);

    /// <summary>The event at the cursor's number as stored.</summary>
    public static TaskEvent? Stored(SeamDatabase database, TaskHead head, EventId cursor) =>
        cursor.Seq < 1 ? null : database.Events.Page(head.Row, cursor.Seq - 1, 1).Find(entry => entry.Id.Seq == cursor.Seq);

    /// <summary>Decides it for a task in memory.</summary>
    public static async ValueTask<CursorCheck> CheckAsync(InProcessSeam seam, TaskStream stream, EventId cursor, CancellationToken cancellationToken)
    {
        var head = stream.Head;
        var stored = stream.At(cursor.Seq);
        if (stored is null && cursor.Seq >= head.FirstSeq && cursor.Seq < head.Last.Seq)
        {
            stored = await seam.Readers.ReadAsync(database => Stored(database, head, cursor), cancellationToken);
            // It may have been trimmed while we looked.
            head = stored is null ? stream.Head : head;
        }

        return Check(head, cursor, stored);
    }
}
