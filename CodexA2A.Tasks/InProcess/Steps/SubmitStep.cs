using System.Text.Json.Nodes;
using CodexA2A.Protocol.Json;
using CodexA2A.Tasks.InProcess.Engine;
using CodexA2A.Tasks.InProcess.State;

namespace CodexA2A.Tasks.InProcess.Steps;

/// <summary>Stores a task and its turn, once for each submit id. What can be made ready beforehand is, off the writer thread.</summary>
internal sealed class SubmitStep
{
    private readonly TurnSubmission _submission;
    private readonly SessionId _session;
    private readonly byte[] _snapshot;
    private readonly byte[] _event;
    private readonly byte[] _command;

    public SubmitStep(TurnSubmission submission)
    {
        var (owner, context, task, command) = submission;
        if (task.ContextId != context || command.TaskId != task.Id || command.Owner != owner || task.Status.State != TaskState.Submitted)
        {
            throw new ArgumentException("Task, command, context and owner of a submission belong together, and the task is SUBMITTED.", nameof(submission));
        }

        task = Stamped(task);
        _submission = submission;
        _session = SessionId.Create(owner, context);
        _event = A2AJson.Serialize(StreamResponse.FromTask(task));
        if (_event.Length > EventLimits.MaxBytes)
        {
            // The command has the message whole; only what clients are shown of it is cut.
            task = task with { History = [.. task.History!.Select(message => MessageLimits.Apply(message, EventLimits.MessageBytes))] };
            _event = A2AJson.Serialize(StreamResponse.FromTask(task));
        }

        _snapshot = A2AJson.Serialize(task);
        _command = SeamJson.Serialize<TurnCommand>(command);
    }

    /// <summary>What a submit id was used for while it is remembered.</summary>
    public static SubmitOutcome? Find(SeamBatch batch, Owner owner, string submitId) =>
        batch.Rows.Submits.Find(owner, submitId, (batch.Now - batch.Options.SubmitRetention).ToUnixTimeMilliseconds());

    private static AgentTask Stamped(AgentTask task)
    {
        var metadata = (JsonObject?)task.Metadata?.DeepClone() ?? [];
        var shared = metadata["shared"] as JsonObject ?? [];
        metadata["shared"] = shared;
        shared["stream"] = new JsonObject { ["source"] = StreamStamp.StatusSource };
        return StreamStamp.Apply(StreamResponse.FromTask(task with { Metadata = metadata }), EventId.First).Task!;
    }

    /// <summary>The step.</summary>
    public SubmitOutcome Run(SeamBatch batch)
    {
        var (owner, context, task, command) = _submission;
        if (Find(batch, owner, command.SubmitId) is { } earlier)
        {
            return earlier;
        }

        var session = batch.Session(_session) ?? new SessionHead(_session, owner, context);
        if (session.Commands.Count(queued => queued.Turn) >= _submission.MaxQueued)
        {
            return new SubmitOutcome(SubmitStatus.QueueFull, task.Id, context);
        }

        var statusAt = task.Status.Timestamp ?? batch.Now;
        batch.Add(
            new TaskHead(batch.NextTaskRow(), task.Id, _session, owner, context)
            {
                Last = EventId.First,
                FirstSeq = EventId.First.Seq,
                Snapshot = new TaskSnapshot(task.Id, context, EventId.First, _snapshot, TaskState.Submitted, statusAt),
            },
            new TaskEvent(EventId.First, TaskEventKind.Event, _event, TaskState.Submitted, batch.Now));
        if (session is { Binding: null, Commands.IsEmpty: true })
        {
            session = session with { Binding = command.Binding };
        }

        batch.Put(Commands.Enqueue(batch, session, command, _command));
        batch.Write().Submits.Insert(owner, command.SubmitId, task.Id, context, null, batch.Now.ToUnixTimeMilliseconds());
        return new SubmitOutcome(SubmitStatus.Accepted, task.Id, context);
    }
}
