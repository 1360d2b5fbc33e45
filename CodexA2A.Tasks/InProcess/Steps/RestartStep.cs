using System.Text.Json.Nodes;
using CodexA2A.Tasks.InProcess.Engine;
using CodexA2A.Tasks.InProcess.State;

namespace CodexA2A.Tasks.InProcess.Steps;

/// <summary>
/// What a start knows at once: every agent that asked something died with the process before (contracts.md §6). Its questions are
/// void before anybody can answer them, and their tasks do not say any more that they wait for a person.
/// </summary>
internal static class RestartStep
{
    private const int Rows = 100;

    /// <summary>A piece of it; how many questions it closed, 0 when none is left.</summary>
    public static int Run(SeamBatch batch)
    {
        // Any deadline: all that are open.
        var open = batch.Rows.Interrupts.Due(long.MaxValue, Rows);
        foreach (var interrupt in open)
        {
            batch.Write().Interrupts.Close(interrupt.Id, InterruptStatus.Superseded, null);
            if (batch.Task(interrupt.TaskId) is not { } task)
            {
                continue;
            }

            task = Interrupts.Without(task, interrupt.Id);
            batch.Put(task);
            if (task.Open.Count == 0 && task.Snapshot.State == TaskState.InputRequired)
            {
                Tell(batch, task, interrupt);
            }
        }

        return open.Count;
    }

    private static void Tell(SeamBatch batch, TaskHead task, Interrupt last)
    {
        var session = batch.Session(task.Session)!;
        var epoch = batch.NextEpoch(session.Epoch);
        var status = new TaskStatus
        {
            State = TaskState.Working,
            Message = new Message
            {
                MessageId = $"{task.TaskId}-restart-{epoch}",
                TaskId = task.TaskId,
                ContextId = task.ContextId,
                Role = Role.Agent,
                Parts = [Part.FromText("The service was restarted while it waited for an answer. The question is void; the turn is settled next.")],
            },
        };
        OwnStatus.Append(batch, task, epoch, status, new JsonObject
        {
            ["interrupt"] = new JsonObject
            {
                ["request_id"] = last.Id,
                ["type"] = last.Type,
                ["phase"] = "resolved",
                ["resolution"] = "superseded",
            },
            ["interrupts"] = new JsonArray(),
        });
        batch.Put(session with { Epoch = epoch });
    }
}
