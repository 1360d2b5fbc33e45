using System.Text.Json.Nodes;

namespace CodexA2A.Protocol;

/// <summary>A task (A2A 1.0, <c>Task</c>; the name avoids <see cref="System.Threading.Tasks.Task"/>).</summary>
public sealed record AgentTask
{
    /// <summary>Required. Made by the server.</summary>
    public required string Id { get; init => field = value ?? ""; }

    /// <summary>The conversation the task is part of; always sent.</summary>
    public required string ContextId { get; init => field = value ?? ""; }

    /// <summary>Required.</summary>
    public required TaskStatus Status { get; init; }

    /// <summary>What the task produced so far.</summary>
    public IReadOnlyList<Artifact>? Artifacts { get; init; }

    /// <summary>Messages so far, oldest first.</summary>
    public IReadOnlyList<Message>? History { get; init; }

    /// <summary>Free data; never change it once the task is built.</summary>
    public JsonObject? Metadata { get; init; }
}
