using System.Text.Json.Serialization;

namespace CodexA2A.Tasks;

/// <summary>
/// What the Api asks the owner of a session to do: a closed union, stored in the session's command stream.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "k")]
[JsonDerivedType(typeof(RunTurn), "run")]
[JsonDerivedType(typeof(CancelTurn), "cancel")]
[JsonDerivedType(typeof(AnswerInterrupt), "answer")]
[JsonDerivedType(typeof(ExpireInterrupt), "expire")]
[JsonDerivedType(typeof(SteerTurn), "steer")]
[JsonDerivedType(typeof(KeepWatch), "keep")]
[JsonDerivedType(typeof(ForgetSession), "forget")]
[JsonDerivedType(typeof(RunExec), "exec")]
[JsonDerivedType(typeof(DriveExec), "exec-drive")]
public abstract record TurnCommand
{
    /// <summary>The last shape that this release writes and runs; most commands are still of shape 1.</summary>
    public const int CurrentSchema = 3;

    private protected TurnCommand()
    {
    }

    /// <summary>The task it is about; empty when it is about the session.</summary>
    public required string TaskId { get; init; }

    /// <summary>Who asked.</summary>
    public required Owner Owner { get; init; }

    /// <summary>W3C traceparent of the request that made it.</summary>
    public string? TraceParent { get; init; }

    /// <summary>W3C tracestate that came with it.</summary>
    public string? TraceState { get; init; }

    /// <summary>Where somebody waits for an answer (<see cref="IControlCalls.ReplyAsync"/>); null where nobody does. An owner of an earlier release passes it over.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>
    /// The shape of the command. A member that an earlier release may pass over leaves it as it is; it goes up when a reader that
    /// does not know the change must not run the command.
    /// </summary>
    public int Schema { get; init; } = 1;
}

/// <summary>Begins what a task is for, when its turn in the session has come. The order of members is that of release 0.1.</summary>
public abstract record BeginTask : TurnCommand
{
    private protected BeginTask()
    {
    }

    /// <summary>Makes the submit unique; goes to Codex as clientUserMessageId (contracts.md §1).</summary>
    [JsonPropertyOrder(-4)]
    public required string SubmitId { get; init; }

    /// <summary>
    /// The thread that the message names, with which the turn and whatever follows in its session goes on; null to go on as before.
    /// It is the owner's: whoever submits has looked it up (<see cref="ITurnQueue.FindThreadAsync"/>).
    /// </summary>
    [JsonPropertyOrder(-2)]
    public SessionBinding? Binding { get; init; }

    /// <summary>When it was accepted.</summary>
    [JsonPropertyOrder(-1)]
    public required DateTimeOffset AcceptedAt { get; init; }
}

/// <summary>Run one turn with the user's message.</summary>
public sealed record RunTurn : BeginTask
{
    /// <summary>The request as accepted: message, configuration, metadata.</summary>
    [JsonPropertyOrder(-3)]
    public required SendMessageRequest Request { get; init; }

    /// <summary>True when the sender waits for the answer (blocking send): its own time limit applies.</summary>
    public bool Blocking { get; init; }

    /// <summary>What to review in place of answering the message; null for an ordinary turn. A command that has it is of schema 2.</summary>
    public ReviewTarget? Review { get; init; }

    /// <summary>What to watch in place of running a turn; null for an ordinary turn. A command that has it is of schema 3.</summary>
    public WatchTarget? Watch { get; init; }
}

/// <summary>What a watch tells of (0021-watches-are-tasks.md).</summary>
/// <param name="Kind"><see cref="Threads"/> or <see cref="Discovery"/>.</param>
/// <param name="Events">The names of events that are told.</param>
/// <param name="ThreadIds">The only threads that are told of; null for all of the owner's.</param>
/// <param name="Idle">How long it lives without anybody who reads it.</param>
public sealed record WatchTarget(string Kind, IReadOnlyList<string> Events, IReadOnlyList<string>? ThreadIds, TimeSpan Idle)
{
    /// <summary>The kind of a watch of threads, as the member of <c>metadata.codex</c> that its task has.</summary>
    public const string Threads = "thread_lifecycle_watch";

    /// <summary>The kind of a watch of what can be used.</summary>
    public const string Discovery = "discovery_watch";
}

/// <summary>Somebody reads a watch: it goes on. An owner of an earlier release passes it over.</summary>
public sealed record KeepWatch : TurnCommand;

/// <summary>What a review looks at; which members are set depends on the type.</summary>
/// <param name="Type"><c>uncommittedChanges</c>, <c>baseBranch</c>, <c>commit</c> or <c>custom</c>.</param>
/// <param name="Branch">For <c>baseBranch</c>: what the current branch is compared with.</param>
/// <param name="Sha">For <c>commit</c>: which one.</param>
/// <param name="Title">For <c>commit</c>: its subject, for people; may be left out.</param>
/// <param name="Instructions">For <c>custom</c>: what to do, in words.</param>
public sealed record ReviewTarget(string Type, string? Branch = null, string? Sha = null, string? Title = null, string? Instructions = null);

/// <summary>Stop the task's turn, or take it out of the queue.</summary>
public sealed record CancelTurn : TurnCommand;

/// <summary>Deliver the answer to an interrupt; the answer itself is stored with the interrupt.</summary>
public sealed record AnswerInterrupt : TurnCommand
{
    /// <summary>The interrupt.</summary>
    public required string InterruptId { get; init; }

    /// <summary>
    /// The first answer given. That of a secret interrupt is given out once, and within 60 s: read again or later, or after a
    /// restart, nothing is set in it, and the agent must ask again.
    /// </summary>
    public required InterruptReply Reply { get; init; }

    /// <summary>The client's message that carried the answer, for the task's history; null when a method did.</summary>
    public Message? Message { get; init; }
}

/// <summary>The interrupt's time ran out.</summary>
public sealed record ExpireInterrupt : TurnCommand
{
    /// <summary>The interrupt.</summary>
    public required string InterruptId { get; init; }
}

/// <summary>
/// Add the message to the turn that is running. One that comes to no running turn of its task is dropped, and whoever waits for
/// the answer is told; it never goes into another turn.
/// </summary>
public sealed record SteerTurn : TurnCommand
{
    /// <summary>As in <see cref="BeginTask.SubmitId"/>: the same id is added to a turn once.</summary>
    public required string SubmitId { get; init; }

    /// <summary>What to add.</summary>
    public required Message Message { get; init; }

    /// <summary>The agent's id of the turn that must be running; null for whichever the task runs.</summary>
    public string? ExpectedTurnId { get; init; }

    /// <summary>The thread that the turn must be in; null for the task's.</summary>
    public string? ThreadId { get; init; }

    /// <summary>The epoch of the task's last event when the sender looked: a turn that was taken over since is another one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long SeenEpoch { get; init; }

    /// <summary>True to keep the submit id, so that the same message sent again is known (<see cref="ITurnQueue.FindSubmitAsync"/>).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsKept { get; init; }

    /// <summary>As <see cref="TurnSubmission.Fingerprint"/>, with <see cref="IsKept"/>.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>Where the log stood when the sender looked, with <see cref="IsKept"/>.</summary>
    [JsonIgnore]
    public EventId SeenAt { get; init; } = EventId.First;
}

/// <summary>Delete the session, its threads and its tasks for good.</summary>
public sealed record ForgetSession : TurnCommand
{
    /// <summary>By what its proof is found.</summary>
    public required string RequestId { get; init; }
}

/// <summary>What another release wrote and this one cannot run: it is never written, only read.</summary>
public sealed record UnknownCommand : TurnCommand
{
    /// <summary>Its kind, as it was written.</summary>
    public required string Kind { get; init; }

    /// <summary>True when it is a turn, and its task waits for somebody to end it. Of a kind of its own, a turn says so with a member <c>turn</c> that is true.</summary>
    public required bool IsTurn { get; init; }
}

/// <summary>A command with its place in the session's stream.</summary>
/// <param name="Id">Ascending in a session.</param>
/// <param name="Command">What to do.</param>
public sealed record QueuedCommand(long Id, TurnCommand Command);
