using System.Text.Json.Nodes;

namespace CodexA2A.Protocol;

/// <summary>A task's status changed (A2A 1.0, <c>TaskStatusUpdateEvent</c>; there is no <c>final</c> in 1.0).</summary>
public sealed record TaskStatusUpdateEvent
{
    /// <summary>Required.</summary>
    public required string TaskId { get; init => field = value ?? ""; }

    /// <summary>Required.</summary>
    public required string ContextId { get; init => field = value ?? ""; }

    /// <summary>Required. The status from now on.</summary>
    public required TaskStatus Status { get; init; }

    /// <summary>Free data; merged into the task's. Never change it once the event is built.</summary>
    public JsonObject? Metadata { get; init; }
}
