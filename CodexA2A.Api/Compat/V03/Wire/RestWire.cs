using System.Text.Json;
using System.Text.Json.Nodes;

namespace CodexA2A.Api.Compat.V03.Wire;

/// <summary>A part of A2A 0.3 over HTTP+JSON, which is ProtoJSON of the proto of 0.3.0: the member that is there says the kind.</summary>
internal sealed record RestPart
{
    public string? Text { get; init; }

    public RestFile? File { get; init; }

    public RestData? Data { get; init; }

    /// <summary>Read only: the proto of 0.3.0 has none, and its clients refuse what they do not know.</summary>
    public JsonObject? Metadata { get; init; }
}

/// <summary>A file: a URI, or bytes in base64.</summary>
internal sealed record RestFile
{
    public string? FileWithUri { get; init; }

    public string? FileWithBytes { get; init; }

    public string? MimeType { get; init; }

    /// <summary>Read only, as the metadata of the part.</summary>
    public string? Name { get; init; }
}

/// <summary>Structured data: an object.</summary>
internal sealed record RestData
{
    public JsonElement? Data { get; init; }
}

/// <summary>A message; what is called parts elsewhere is <c>content</c> here.</summary>
internal sealed record RestMessage
{
    public string? MessageId { get; init; }

    public string? ContextId { get; init; }

    public string? TaskId { get; init; }

    public string? Role { get; init; }

    public IReadOnlyList<RestPart>? Content { get; init; }

    public JsonObject? Metadata { get; init; }

    public IReadOnlyList<string>? Extensions { get; init; }
}

/// <summary>The status of a task.</summary>
internal sealed record RestStatus
{
    public string? State { get; init; }

    public RestMessage? Message { get; init; }

    public string? Timestamp { get; init; }
}

/// <summary>An artifact; its pieces are called parts here, too.</summary>
internal sealed record RestArtifact
{
    public string? ArtifactId { get; init; }

    public string? Name { get; init; }

    public string? Description { get; init; }

    public IReadOnlyList<RestPart>? Parts { get; init; }

    public JsonObject? Metadata { get; init; }

    public IReadOnlyList<string>? Extensions { get; init; }
}

/// <summary>A task.</summary>
internal sealed record RestTask
{
    public string? Id { get; init; }

    public string? ContextId { get; init; }

    public RestStatus? Status { get; init; }

    public IReadOnlyList<RestArtifact>? Artifacts { get; init; }

    public IReadOnlyList<RestMessage>? History { get; init; }

    public JsonObject? Metadata { get; init; }
}

/// <summary>A change of a task's status; <c>final</c> is there when it is true.</summary>
internal sealed record RestStatusUpdate
{
    public string? TaskId { get; init; }

    public string? ContextId { get; init; }

    public RestStatus? Status { get; init; }

    public bool? Final { get; init; }

    public JsonObject? Metadata { get; init; }
}

/// <summary>A piece of an artifact; flags are there when they are true.</summary>
internal sealed record RestArtifactUpdate
{
    public string? TaskId { get; init; }

    public string? ContextId { get; init; }

    public RestArtifact? Artifact { get; init; }

    public bool? Append { get; init; }

    public bool? LastChunk { get; init; }

    public JsonObject? Metadata { get; init; }
}

/// <summary>An event of a stream, or the answer to a send: one member.</summary>
internal sealed record RestEvent
{
    public RestTask? Task { get; init; }

    public RestMessage? Message { get; init; }

    public RestStatusUpdate? StatusUpdate { get; init; }

    public RestArtifactUpdate? ArtifactUpdate { get; init; }
}
