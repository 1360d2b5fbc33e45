using CodexA2A.Tasks.InProcess.Engine;
using CodexA2A.Tasks.InProcess.State;

namespace CodexA2A.Tasks.InProcess.Steps;

/// <summary>Answers an interrupt: the first answer wins.</summary>
internal static class AnswerStep
{
    /// <summary>The step.</summary>
    public static AnswerOutcome Run(SeamBatch batch, SecretReplies secrets, AnswerSubmission answer)
    {
        var (owner, id, reply) = answer;
        if (batch.Rows.Interrupts.Load(id) is not { } interrupt || interrupt.Owner != owner || batch.Task(interrupt.TaskId) is not { } task)
        {
            return new AnswerOutcome(AnswerStatus.Unknown, null, EventId.None);
        }

        if (answer.SubmitId is { } submitId && SubmitStep.Find(batch, owner, submitId) is { } earlier)
        {
            return earlier.AnsweredAt is { } position && earlier.TaskId == task.TaskId && earlier.IsOf(answer.Fingerprint)
                ? new AnswerOutcome(AnswerStatus.Repeated, interrupt, position)
                : new AnswerOutcome(AnswerStatus.Conflict, interrupt, task.Last);
        }

        switch (interrupt.Status)
        {
            case InterruptStatus.Pending when batch.Now >= interrupt.Deadline:
                Interrupts.Expire(batch, task, interrupt);
                return new AnswerOutcome(AnswerStatus.Expired, interrupt with { Status = InterruptStatus.Expired }, task.Last);
            case InterruptStatus.Pending:
                return new AnswerOutcome(AnswerStatus.Accepted, Accept(batch, secrets, task, interrupt, answer), task.Last);
            case InterruptStatus.Answered:
                var repeated = interrupt.Secret ? secrets.IsRepeated(id, reply) : interrupt.Reply!.IsSame(reply);
                return new AnswerOutcome(repeated ? AnswerStatus.Repeated : AnswerStatus.Conflict, interrupt, interrupt.AnsweredAt ?? task.Last);
            case InterruptStatus.Expired:
                return new AnswerOutcome(AnswerStatus.Expired, interrupt, task.Last);
            default:
                return new AnswerOutcome(AnswerStatus.Superseded, interrupt, task.Last);
        }
    }

    private static Interrupt Accept(SeamBatch batch, SecretReplies secrets, TaskHead task, Interrupt interrupt, AnswerSubmission answer)
    {
        var (reply, message) = (answer.Reply, answer.Message);
        if (interrupt.Secret)
        {
            // Before the commit: the owner may read the command as soon as it is visible. Without a commit nobody asks for it.
            secrets.Put(interrupt.Id, reply, message);
        }

        var stored = interrupt.Secret ? null : reply;
        batch.Write().Interrupts.Answer(interrupt.Id, stored is null ? null : SeamJson.Serialize(stored), task.Last);
        batch.Put(Interrupts.Without(task, interrupt.Id));
        Commands.Send(batch, task, new AnswerInterrupt
        {
            TaskId = task.TaskId,
            Owner = task.Owner,
            TraceParent = answer.TraceParent,
            InterruptId = interrupt.Id,
            Reply = stored ?? new InterruptReply(),
            Message = interrupt.Secret ? null : message,
        });
        if (answer.SubmitId is { } submitId)
        {
            batch.Write().Submits.Insert(
                task.Owner,
                submitId,
                new SubmitOutcome(SubmitStatus.Accepted, task.TaskId, task.ContextId)
                {
                    AnsweredAt = task.Last,
                    Fingerprint = interrupt.Secret ? null : answer.Fingerprint,
                },
                batch.Now.ToUnixTimeMilliseconds());
        }

        return interrupt with { Status = InterruptStatus.Answered, Reply = stored, AnsweredAt = task.Last };
    }
}
