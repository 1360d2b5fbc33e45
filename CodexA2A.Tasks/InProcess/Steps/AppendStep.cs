using CodexA2A.Tasks.InProcess.Engine;
using CodexA2A.Tasks.InProcess.State;

namespace CodexA2A.Tasks.InProcess.Steps;

/// <summary>Appends under a lease: OK, DUP, GAP or FENCED.</summary>
internal static class AppendStep
{
    /// <summary>The step.</summary>
    public static AppendOutcome Run(SeamBatch batch, SessionLease lease, TaskAppend append)
    {
        var session = batch.Session(lease.Session);
        var task = batch.Task(append.TaskId);
        if (session?.Lease is not { } held || held.Epoch != lease.Epoch || task is null || task.Session != lease.Session)
        {
            return new AppendOutcome(AppendStatus.Fenced, task is not null && task.Session == lease.Session ? task.Last : EventId.None);
        }

        var fresh = 0;
        if (append.Events is [var first, ..])
        {
            if (first.Id.Seq > task.Last.Seq + 1)
            {
                return new AppendOutcome(AppendStatus.Gap, task.Last);
            }

            fresh = (int)Math.Min(append.Events.Count, task.Last.Seq + 1 - first.Id.Seq);
            CheckOverlap(batch, task, append.Events, fresh);
            if (fresh == append.Events.Count)
            {
                return new AppendOutcome(AppendStatus.Duplicate, task.Last);
            }

            if (task.Ended)
            {
                throw new InvalidOperationException($"Task {task.TaskId} has ended; nothing follows its terminal status.");
            }
        }

        var events = append.Events.Skip(fresh).ToArray();
        var last = events.Length == 0 ? task.Last : events[^1].Id;
        if (append.Snapshot is { } snapshot && snapshot.Last != last)
        {
            throw new ArgumentException("A snapshot is the fold up to the last event of its append.", nameof(append));
        }

        var before = session;
        session = Finish(batch, session, append);
        var next = Interrupts.Apply(batch, task, lease, append) with { Last = last, Snapshot = append.Snapshot ?? task.Snapshot };
        batch.Put(Trim(batch, Interrupts.WithdrawIfEnded(batch, next)), events);
        session = next.Ended ? Commands.DropWaiting(batch, session, task.TaskId) : session;
        if (!ReferenceEquals(session, before))
        {
            batch.Put(session, store: append is not { Begun: null, Done: null, Binding: null, Opened.Count: 0 });
        }

        return new AppendOutcome(AppendStatus.Ok, last);
    }

    // What is there already may be sent again; it must be the same, or two writers believe to own the task.
    private static void CheckOverlap(SeamBatch batch, TaskHead task, IReadOnlyList<TaskEvent> events, int count)
    {
        for (var i = 0; i < count; i++)
        {
            if (batch.EventAt(task, events[i].Id.Seq) is { } stored && stored.Id != events[i].Id)
            {
                throw new InvalidOperationException($"Task {task.TaskId} has event {stored.Id} where {events[i].Id} is sent again.");
            }
        }
    }

    private static SessionHead Finish(SeamBatch batch, SessionHead session, TaskAppend append)
    {
        if (append is { Begun: null, Done: null, Binding: null, Opened.Count: 0 })
        {
            return session;
        }

        session = session with
        {
            Begun = append.Begun is { } begun && begun > session.Cursor ? begun : session.Begun,
            Binding = append.Binding ?? session.Binding,
            Past = PastThreads.Add(session.Past, session.Binding, append.Binding),
            // Whoever got so far as to ask a person does not die of its turn.
            Takeovers = append.Opened.Count > 0 ? 0 : session.Takeovers,
            Slow = append.Opened.Count > 0 ? 0 : session.Slow,
        };
        return append.Done is { } done ? Commands.Finish(batch, session, done) : session;
    }

    // Only behind the snapshot, and some at a time: deleting one row for each that comes would double the work.
    private static TaskHead Trim(SeamBatch batch, TaskHead task)
    {
        var keep = batch.Options.RunningEvents;
        var kept = task.Last.Seq - task.FirstSeq + 1;
        if (kept <= keep + Math.Max(16, keep / 16))
        {
            return task;
        }

        var first = Math.Min(task.Last.Seq - keep, task.Snapshot.Last.Seq) + 1;
        if (first <= task.FirstSeq)
        {
            return task;
        }

        batch.Write().Events.DeleteBelow(task.Row, first);
        return task with { FirstSeq = first };
    }
}
