using CodexA2A.Tasks.InProcess.Engine;

namespace CodexA2A.Tasks.InProcess.Steps;

/// <summary>House-keeping, a bounded piece at a time; each step says how much it did, 0 when nothing is left.</summary>
internal static class SweepSteps
{
    private const int Rows = 100;
    private const int Events = 1000;

    /// <summary>All of them, in order.</summary>
    public static IReadOnlyList<Func<SeamBatch, int>> All { get; } =
        [LeaseSteps.DropExpired, ExpireInterrupts, DeleteLogs, DeleteTasks, ForgetSubmits, DeleteSessions];

    /// <summary>Gives room of deleted rows back to the file system.</summary>
    public static int Vacuum(SeamBatch batch)
    {
        batch.Write().Vacuum();
        return 0;
    }

    private static int ExpireInterrupts(SeamBatch batch)
    {
        var due = batch.Rows.Interrupts.Due(batch.Now.ToUnixTimeMilliseconds(), Rows);
        foreach (var interrupt in due)
        {
            if (batch.Task(interrupt.TaskId) is { } task)
            {
                Interrupts.Expire(batch, task, interrupt);
            }
        }

        return due.Count;
    }

    private static int DeleteLogs(SeamBatch batch)
    {
        var ended = batch.Rows.Tasks.EndedLogs(Before(batch, batch.Options.EndedLogRetention), 10);
        foreach (var id in ended)
        {
            var task = batch.Task(id)!;
            if (batch.Write().Events.DeleteSome(task.Row, Events) < Events)
            {
                batch.Put(task with { FirstSeq = task.Last.Seq + 1 });
                batch.Write().Tasks.MarkLogDeleted(task.Row);
            }
        }

        return ended.Count;
    }

    private static int DeleteTasks(SeamBatch batch)
    {
        var ended = batch.Rows.Tasks.Ended(Before(batch, batch.Options.TaskRetention), 10);
        foreach (var id in ended)
        {
            var task = batch.Task(id)!;
            var rows = batch.Write();
            if (rows.Events.DeleteSome(task.Row, Events) < Events)
            {
                rows.Interrupts.DeleteOfTask(id);
                rows.Webhooks.DeleteOfTask(id);
                rows.Tasks.Delete(task.Row);
                batch.Remove(id);
            }
        }

        return ended.Count;
    }

    private static int ForgetSubmits(SeamBatch batch) =>
        batch.Write().Submits.DeleteBefore(Before(batch, batch.Options.SubmitRetention), Rows);

    private static int DeleteSessions(SeamBatch batch)
    {
        var unused = batch.Rows.Sessions.Unused(Before(batch, batch.Options.SessionRetention), Rows)
            .Where(id => batch.Session(id) is { Lease: null }).ToArray();
        foreach (var id in unused)
        {
            batch.Write().Sessions.Delete(id);
        }

        return unused.Length;
    }

    private static long Before(SeamBatch batch, TimeSpan retention) => (batch.Now - retention).ToUnixTimeMilliseconds();
}
