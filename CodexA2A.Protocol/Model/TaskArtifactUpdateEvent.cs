using System.Text.Json.Nodes;

namespace CodexA2A.Protocol;

/// <summary>A task produced an artifact or a piece of one (A2A 1.0, <c>TaskArtifactUpdateEvent</c>; there is no <c>index</c>).</summary>
public sealed record TaskArtifactUpdateEvent
{
    /// <summary>Required.</summary>
    public required string TaskId { get; init => field = value ?? ""; }

    /// <summary>Required.</summary>
    public required string ContextId { get; init => field = value ?? ""; }

    /// <summary>Required. The artifact, or with <see cref="Append"/> the parts to add to it.</summary>
    public required Artifact Artifact { get; init; }

    /// <summary>Add the parts to the artifact of this id; otherwise add or replace the artifact.</summary>
    public bool Append { get; init; }

    /// <summary>Nothing more comes for this artifact.</summary>
    public bool LastChunk { get; init; }

    /// <summary>Free data of the event itself. Never change it once the event is built.</summary>
    public JsonObject? Metadata { get; init; }
}
