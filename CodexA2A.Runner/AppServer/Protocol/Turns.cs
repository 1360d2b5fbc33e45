using System.Text.Json;

namespace CodexA2A.Runner.AppServer.Protocol;

/// <summary>
/// Parameters of <c>turn/start</c>. Overrides (all but <see cref="OutputSchema"/>) stick to the thread.
/// A second <c>turn/start</c> while a turn runs does not fail: it steers the running turn, so the caller serialises turns.
/// </summary>
internal sealed record TurnStartParams
{
    /// <summary>The loaded thread.</summary>
    public required string ThreadId { get; init; }

    /// <summary>The user's message.</summary>
    public required IReadOnlyList<UserInput> Input { get; init; }

    /// <summary>Our submit id; comes back as <c>userMessage.clientId</c>, also in the history.</summary>
    public string? ClientUserMessageId { get; init; }

    /// <summary>Working directory from this turn on.</summary>
    public string? Cwd { get; init; }

    /// <summary><c>untrusted</c>, <c>on-request</c> or <c>never</c>.</summary>
    public string? ApprovalPolicy { get; init; }

    /// <summary>Sandbox from this turn on.</summary>
    public SandboxPolicy? SandboxPolicy { get; init; }

    /// <summary>Model from this turn on.</summary>
    public string? Model { get; init; }

    /// <summary>Reasoning effort from this turn on.</summary>
    public string? Effort { get; init; }

    /// <summary>Reasoning summary from this turn on: <c>auto</c>, <c>concise</c>, <c>detailed</c> or <c>none</c>.</summary>
    public string? Summary { get; init; }

    /// <summary>How the agent works with the user from this turn on; its settings go before <see cref="Model"/> and <see cref="Effort"/>.</summary>
    public CollaborationMode? CollaborationMode { get; init; }

    /// <summary>JSON Schema of the answer, for this turn only; Codex does not check the answer against it.</summary>
    public JsonElement? OutputSchema { get; init; }
}

/// <summary>Answer to <c>turn/start</c>.</summary>
internal sealed record TurnStartResult(CodexTurn Turn);

/// <summary>Parameters of <c>turn/steer</c>.</summary>
internal sealed record TurnSteerParams(
    string ThreadId,
    string ExpectedTurnId,
    IReadOnlyList<UserInput> Input,
    string? ClientUserMessageId = null);

/// <summary>Answer to <c>turn/steer</c>.</summary>
internal sealed record TurnSteerResult(string TurnId);

/// <summary>Parameters of <c>review/start</c>.</summary>
internal sealed record ReviewStartParams(string ThreadId, ReviewTargetParams Target, string Delivery = "inline");

/// <summary>What a review looks at: <c>uncommittedChanges</c>, <c>baseBranch</c>, <c>commit</c> or <c>custom</c>.</summary>
internal sealed record ReviewTargetParams(string Type, string? Branch = null, string? Sha = null, string? Title = null, string? Instructions = null);

/// <summary>Answer to <c>review/start</c>.</summary>
internal sealed record ReviewStartResult(CodexTurn Turn, string? ReviewThreadId = null);

/// <summary>Parameters of <c>turn/interrupt</c>.</summary>
internal sealed record TurnInterruptParams(string ThreadId, string TurnId);
