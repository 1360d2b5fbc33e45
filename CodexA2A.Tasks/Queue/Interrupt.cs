using System.Text.Json.Nodes;

namespace CodexA2A.Tasks;

/// <summary>How an interrupt stands.</summary>
public enum InterruptStatus
{
    /// <summary>Waits for an answer.</summary>
    Pending,

    /// <summary>Has its first and only answer.</summary>
    Answered,

    /// <summary>Nobody answered in time; the agent was told to decline.</summary>
    Expired,

    /// <summary>The agent that asked is gone; <see cref="Interrupt.SupersededBy"/> may name the question it asked again.</summary>
    Superseded,

    /// <summary>The agent withdrew its question (turn ended or was canceled).</summary>
    Withdrawn,
}

/// <summary>
/// A question that the agent asked, stored as data (architecture.md, "Approval"): it outlives connections and can be answered
/// by anyone allowed, from anywhere.
/// </summary>
public sealed record Interrupt
{
    /// <summary>Unguessable; the <c>request_id</c> that clients see.</summary>
    public required string Id { get; init; }

    /// <summary>The task that waits.</summary>
    public required string TaskId { get; init; }

    /// <summary>Its context.</summary>
    public required string ContextId { get; init; }

    /// <summary>Whose task it is.</summary>
    public required Owner Owner { get; init; }

    /// <summary><c>permission</c>, <c>question</c>, <c>permissions</c> or <c>elicitation</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The thread of its session; null where a release that did not say so asked.</summary>
    public string? ThreadId { get; init; }

    /// <summary>What is asked, as shown to clients in <c>metadata.shared.interrupt.details</c>.</summary>
    public required JsonObject Details { get; init; }

    /// <summary>The epoch of the lease under which it was asked; an answer is delivered to no other.</summary>
    public required long Epoch { get; init; }

    /// <summary>When it was asked.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>When it expires.</summary>
    public required DateTimeOffset Deadline { get; init; }

    /// <summary>True when the answer is secret: it is kept in memory until delivery and stored nowhere (contracts.md §5).</summary>
    public bool Secret { get; init; }

    /// <summary>How it stands.</summary>
    public InterruptStatus Status { get; init; }

    /// <summary>The first answer, once given and not secret.</summary>
    public InterruptReply? Reply { get; init; }

    /// <summary>The last event of the task when it was answered; null before.</summary>
    public EventId? AnsweredAt { get; init; }

    /// <summary>When superseded: the first question that its task opened since; null before it has asked again.</summary>
    public string? SupersededBy { get; init; }
}

/// <summary>The end of an interrupt, written by the lease holder.</summary>
/// <param name="InterruptId">Which.</param>
/// <param name="Status">How it ended.</param>
/// <param name="SupersededBy">Its successor, when superseded.</param>
public sealed record InterruptClosing(string InterruptId, InterruptStatus Status, string? SupersededBy = null);

/// <summary>What a person may decide about a permission.</summary>
public enum InterruptDecision
{
    /// <summary>This once.</summary>
    Approve,

    /// <summary>This and the same again in this session.</summary>
    ApproveForSession,

    /// <summary>No; the turn goes on.</summary>
    Deny,

    /// <summary>No, and stop the turn.</summary>
    Cancel,
}

/// <summary>An answer to an interrupt; which members are set depends on its type.</summary>
public sealed record InterruptReply
{
    /// <summary>For <c>permission</c>; also Deny and Cancel for every other type.</summary>
    public InterruptDecision? Decision { get; init; }

    /// <summary>For <c>question</c>: the answers to each question, in its order.</summary>
    public IReadOnlyList<IReadOnlyList<string>>? Answers { get; init; }

    /// <summary>For <c>permissions</c>: the granted subset.</summary>
    public JsonObject? Permissions { get; init; }

    /// <summary>
    /// For <c>permissions</c>: <c>turn</c> or <c>session</c>. For the approval of an MCP tool: <c>always</c>, where the decision says "for
    /// the session" and the tool offers more.
    /// </summary>
    public string? Scope { get; init; }

    /// <summary>For <c>permission</c>: the proposed rule that is taken with the decision. A release that does not know it takes the decision alone, which is less.</summary>
    public InterruptAmendment? Amendment { get; init; }

    /// <summary>For <c>elicitation</c>: the content of an accepted form.</summary>
    public JsonObject? Content { get; init; }

    /// <summary>True when it says the same; the order of members is no difference.</summary>
    internal bool IsSame(InterruptReply other) =>
        JsonNode.DeepEquals(JsonNode.Parse(SeamJson.Serialize(this)), JsonNode.Parse(SeamJson.Serialize(other)));
}

/// <summary>Which of the rules that the agent proposed is taken: the one for commands, or that for a host.</summary>
/// <param name="Host">The host of the rule; null for the rule for commands, of which there is one.</param>
/// <param name="Action"><c>allow</c> or <c>deny</c>, with a host.</param>
public sealed record InterruptAmendment(string? Host = null, string? Action = null);
