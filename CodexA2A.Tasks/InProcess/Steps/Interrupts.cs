using CodexA2A.Tasks.InProcess.Engine;
using CodexA2A.Tasks.InProcess.State;

namespace CodexA2A.Tasks.InProcess.Steps;

/// <summary>How interrupts open and close together with other steps.</summary>
internal static class Interrupts
{
    /// <summary>Opens and closes what an append says; the task still has to be put back.</summary>
    public static TaskHead Apply(SeamBatch batch, TaskHead task, SessionLease lease, TaskAppend append)
    {
        foreach (var opened in append.Opened)
        {
            var interrupt = opened with { Status = InterruptStatus.Pending, Reply = null, SupersededBy = null };
            if (batch.Write().Interrupts.Insert(lease.Session, interrupt))
            {
                // What the agent before asked and nobody can answer any more: this is where an answer belongs now.
                batch.Write().Interrupts.Succeed(task.TaskId, interrupt.Id);
                task = task with { Open = [.. task.Open, interrupt] };
            }
        }

        foreach (var closing in append.Closed)
        {
            task = Close(batch, task, closing);
        }

        return task;
    }

    /// <summary>The agent of an ended task asks nothing any more.</summary>
    public static TaskHead WithdrawIfEnded(SeamBatch batch, TaskHead task)
    {
        if (!task.Ended)
        {
            return task;
        }

        foreach (var open in task.Open)
        {
            batch.Write().Interrupts.Close(open.Id, InterruptStatus.Withdrawn, null);
        }

        return task.Open.Count == 0 ? task : task with { Open = [] };
    }

    /// <summary>The agent that asked is gone: marks what the session still asks.</summary>
    public static void Supersede(SeamBatch batch, SessionId session)
    {
        foreach (var open in batch.Rows.Interrupts.OpenOfSession(session))
        {
            batch.Write().Interrupts.Close(open.Id, InterruptStatus.Superseded, null);
            if (batch.Task(open.TaskId) is { } task)
            {
                batch.Put(Without(task, open.Id));
            }
        }
    }

    /// <summary>Its time ran out: the owner, or the next one, is told.</summary>
    public static void Expire(SeamBatch batch, TaskHead task, Interrupt due)
    {
        batch.Write().Interrupts.Close(due.Id, InterruptStatus.Expired, null);
        batch.Put(Without(task, due.Id));
        Commands.Send(batch, task, new ExpireInterrupt { TaskId = task.TaskId, Owner = task.Owner, InterruptId = due.Id });
    }

    /// <summary>The task with one question less.</summary>
    public static TaskHead Without(TaskHead task, string id) => task with { Open = [.. task.Open.Where(open => open.Id != id)] };

    // A closing never undoes an answer: the first one stands. A superseded one may learn its successor later.
    private static TaskHead Close(SeamBatch batch, TaskHead task, InterruptClosing closing)
    {
        if (batch.Rows.Interrupts.Load(closing.InterruptId) is not { } interrupt || interrupt.TaskId != task.TaskId)
        {
            return task;
        }

        if (interrupt.Status == InterruptStatus.Pending
            || (interrupt.Status == InterruptStatus.Superseded && closing.Status == InterruptStatus.Superseded))
        {
            batch.Write().Interrupts.Close(closing.InterruptId, closing.Status, closing.SupersededBy);
        }

        return Without(task, closing.InterruptId);
    }
}
