using System.Text.Json.Nodes;

namespace CodexA2A.Protocol;

/// <summary>Something a task produced (A2A 1.0, <c>Artifact</c>).</summary>
public sealed record Artifact
{
    /// <summary>Required. Unique in its task.</summary>
    public required string ArtifactId { get; init => field = value ?? ""; }

    /// <summary>Name for people.</summary>
    public string? Name { get; init; }

    /// <summary>Description for people.</summary>
    public string? Description { get; init; }

    /// <summary>Required, at least one.</summary>
    public required IReadOnlyList<Part> Parts { get; init => field = value ?? []; }

    /// <summary>Free data; never change it once the artifact is built.</summary>
    public JsonObject? Metadata { get; init; }

    /// <summary>URIs of the extensions this artifact uses.</summary>
    public IReadOnlyList<string>? Extensions { get; init; }
}
