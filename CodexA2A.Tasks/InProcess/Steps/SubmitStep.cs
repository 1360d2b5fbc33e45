using CodexA2A.Tasks.InProcess.Engine;
using CodexA2A.Tasks.InProcess.State;

namespace CodexA2A.Tasks.InProcess.Steps;

/// <summary>Stores a task and its turn, once for each submit id.</summary>
internal sealed class SubmitStep(PreparedSubmission prepared)
{
    /// <summary>What a submit id was used for while it is remembered.</summary>
    public static SubmitOutcome? Find(SeamBatch batch, Owner owner, string submitId) =>
        batch.Rows.Submits.Find(owner, submitId, (batch.Now - batch.Options.SubmitRetention).ToUnixTimeMilliseconds());

    /// <summary>The step.</summary>
    public SubmitOutcome Run(SeamBatch batch)
    {
        var (owner, context, task, command) = prepared.Submission;
        if (Find(batch, owner, command.SubmitId) is { } earlier)
        {
            return earlier;
        }

        var session = batch.Session(prepared.Session) ?? new SessionHead(prepared.Session, owner, context);
        if (session.Commands.Count(queued => queued.Turn) >= prepared.Submission.MaxQueued)
        {
            return new SubmitOutcome(SubmitStatus.QueueFull, task.Id, context);
        }

        if (prepared.Submission.MaxOfOwner is > 0 and var most && batch.TurnsOf(owner) >= most)
        {
            return new SubmitOutcome(SubmitStatus.OwnerFull, task.Id, context);
        }

        var statusAt = task.Status.Timestamp ?? batch.Now;
        batch.Add(
            new TaskHead(batch.NextTaskRow(), task.Id, prepared.Session, owner, context)
            {
                Last = EventId.First,
                FirstSeq = EventId.First.Seq,
                Snapshot = new TaskSnapshot(task.Id, context, EventId.First, prepared.Snapshot, TaskState.Submitted, statusAt),
            },
            new TaskEvent(EventId.First, TaskEventKind.Event, prepared.Event, TaskState.Submitted, batch.Now));
        if (session is { Binding: null, Commands.IsEmpty: true })
        {
            session = session with { Binding = command.Binding };
        }

        if (prepared.Submission.Webhook is { } webhook)
        {
            batch.Write().Webhooks.Insert(task.Id, new StoredWebhook(owner, webhook), new WebhookProgress(), batch.Now.ToUnixTimeMilliseconds());
        }

        batch.Put(Commands.Enqueue(batch, session, command, prepared.Command));
        var accepted = new SubmitOutcome(SubmitStatus.Accepted, task.Id, context);
        batch.Write().Submits.Insert(
            owner, command.SubmitId, accepted with { Fingerprint = prepared.Submission.Fingerprint }, batch.Now.ToUnixTimeMilliseconds());
        return accepted;
    }
}
