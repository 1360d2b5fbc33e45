namespace CodexA2A.Tasks;

/// <summary>A message to be run as a task of its own.</summary>
/// <param name="Owner">The caller.</param>
/// <param name="ContextId">The context, the caller's or a new one.</param>
/// <param name="Task">The new task in state SUBMITTED with the user's message in its history; it becomes event <c>0-1</c>.</param>
/// <param name="Command">The turn to run.</param>
public sealed record TurnSubmission(Owner Owner, string ContextId, AgentTask Task, BeginTask Command)
{
    /// <summary>How many unfinished turns a session may hold, this one included.</summary>
    public int MaxQueued { get; init; } = 100;

    /// <summary>How many unfinished turns the owner may have, this one included; 0 for any number. Over Redis, about so many.</summary>
    public int MaxOfOwner { get; init; }

    /// <summary>True when the submit id was made for this submission: nobody can come with it again, and it needs no record.</summary>
    public bool IsNewId { get; init; }

    /// <summary>What the request says, as a hash: kept with the submit id (<see cref="SubmitOutcome.IsOf"/>); null where no client can repeat it.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>A webhook of the task, stored in the same step; its delivery begins with the task's first event.</summary>
    public Webhook? Webhook { get; init; }
}

/// <summary>How a submit ended.</summary>
public enum SubmitStatus
{
    /// <summary>Stored.</summary>
    Accepted,

    /// <summary>The same submit id was accepted before; <see cref="SubmitOutcome.TaskId"/> is that task.</summary>
    Duplicate,

    /// <summary>The session holds as many turns as it may.</summary>
    QueueFull,

    /// <summary>The owner has as many as they may.</summary>
    OwnerFull,
}

/// <summary>The answer to a submit.</summary>
/// <param name="Status">What happened.</param>
/// <param name="TaskId">The task of this submit id; the proposed one when the queue is full.</param>
/// <param name="ContextId">Its context.</param>
public sealed record SubmitOutcome(SubmitStatus Status, string TaskId, string ContextId)
{
    /// <summary>Where the task's log stood when the submit id was used for an answer to a question; null when it was for a turn.</summary>
    public EventId? AnsweredAt { get; init; }

    /// <summary>What the request said that used the submit id first; null where it is not known: an earlier release keeps none, and of a secret answer there is none.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>True unless the submit id was used for a request that says something else.</summary>
    public bool IsOf(string? fingerprint) => Fingerprint is null || fingerprint is null || Fingerprint == fingerprint;
}

/// <summary>An answer to a question.</summary>
/// <param name="Owner">The caller.</param>
/// <param name="InterruptId">The question.</param>
/// <param name="Reply">The answer.</param>
public sealed record AnswerSubmission(Owner Owner, string InterruptId, InterruptReply Reply)
{
    /// <summary>The client's message that carries it, for the task's history; null when a method does.</summary>
    public Message? Message { get; init; }

    /// <summary>W3C traceparent of the request that brings it.</summary>
    public string? TraceParent { get; init; }

    /// <summary>Makes the answer happen once (contracts.md §1); null where the caller sent no key.</summary>
    public string? SubmitId { get; init; }

    /// <summary>As <see cref="TurnSubmission.Fingerprint"/>; of a secret answer none is kept, since a hash of few words can be guessed.</summary>
    public string? Fingerprint { get; init; }
}

/// <summary>How a command about an existing task ended.</summary>
public enum SendStatus
{
    /// <summary>Stored for the owner of the session.</summary>
    Accepted,

    /// <summary>No such task of this owner.</summary>
    Unknown,

    /// <summary>The task has ended.</summary>
    Terminal,

    /// <summary>The submit id was used for something else; nothing is stored.</summary>
    IdTaken,

    /// <summary>
    /// As much waits for the owner of the session as may: 32 messages for a turn, 1 MiB written to a command, or
    /// <see cref="DriveExec.MaxKept"/>. Nothing is stored; the same again may be taken when the owner has caught up.
    /// </summary>
    QueueFull,
}

/// <summary>How an answer ended; the first one wins (contracts.md §5).</summary>
public enum AnswerStatus
{
    /// <summary>This was the first answer.</summary>
    Accepted,

    /// <summary>The same answer was given before.</summary>
    Repeated,

    /// <summary>Another answer was given before; <see cref="AnswerOutcome.Interrupt"/> has it.</summary>
    Conflict,

    /// <summary>Its time ran out.</summary>
    Expired,

    /// <summary>The agent that asked is gone, or took the question back.</summary>
    Superseded,

    /// <summary>No such interrupt of this owner.</summary>
    Unknown,
}

/// <summary>The answer to an answer.</summary>
/// <param name="Status">What happened.</param>
/// <param name="Interrupt">The interrupt as it stands now; null when unknown.</param>
/// <param name="Position">The last event of the task when the answer was stored, the first one where it is repeated; what the runner makes of it comes after.</param>
public sealed record AnswerOutcome(AnswerStatus Status, Interrupt? Interrupt, EventId Position);

/// <summary>How a settle ended (contracts.md §4).</summary>
public enum SettleStatus
{
    /// <summary>The status was appended.</summary>
    Settled,

    /// <summary>Somebody owns the session; send the owner a command instead.</summary>
    Owned,

    /// <summary>The turn had begun; only an owner may end it.</summary>
    Begun,

    /// <summary>The task has ended.</summary>
    Terminal,

    /// <summary>No such task of this owner.</summary>
    Unknown,
}

/// <summary>What renewing said.</summary>
/// <param name="Lost">Sessions that are this runner's no more; their work must stop.</param>
/// <param name="Behind">Sessions with commands that the runner has not been told of.</param>
public sealed record RenewOutcome(IReadOnlyList<SessionId> Lost, IReadOnlyList<SessionId> Behind)
{
    /// <summary>Sessions of which nothing is known now: their part of the store did not answer. The others are renewed, or lost.</summary>
    public IReadOnlyList<SessionId> Unanswered { get; init; } = [];
}
