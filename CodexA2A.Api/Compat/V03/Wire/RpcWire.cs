using System.Text.Json;
using System.Text.Json.Nodes;

namespace CodexA2A.Api.Compat.V03.Wire;

/// <summary>A part of A2A 0.3 over JSON-RPC; <c>kind</c> is text, file or data. Everything here is frozen: 0.3 does not change any more.</summary>
internal sealed record RpcPart
{
    public string? Kind { get; init; }

    public string? Text { get; init; }

    public RpcFile? File { get; init; }

    public JsonElement? Data { get; init; }

    public JsonObject? Metadata { get; init; }
}

/// <summary>A file: <c>bytes</c> in base64, or <c>uri</c>.</summary>
internal sealed record RpcFile
{
    public string? Bytes { get; init; }

    public string? Uri { get; init; }

    public string? MimeType { get; init; }

    public string? Name { get; init; }
}

/// <summary>A message; its role is user or agent.</summary>
internal sealed record RpcMessage
{
    public string? Kind { get; init; }

    public string? MessageId { get; init; }

    public string? Role { get; init; }

    public IReadOnlyList<RpcPart>? Parts { get; init; }

    public string? ContextId { get; init; }

    public string? TaskId { get; init; }

    public JsonObject? Metadata { get; init; }

    public IReadOnlyList<string>? Extensions { get; init; }

    public IReadOnlyList<string>? ReferenceTaskIds { get; init; }
}

/// <summary>The status of a task; its state is a word with hyphens.</summary>
internal sealed record RpcStatus
{
    public string? State { get; init; }

    public RpcMessage? Message { get; init; }

    public string? Timestamp { get; init; }
}

/// <summary>An artifact.</summary>
internal sealed record RpcArtifact
{
    public string? ArtifactId { get; init; }

    public IReadOnlyList<RpcPart>? Parts { get; init; }

    public string? Name { get; init; }

    public string? Description { get; init; }

    public JsonObject? Metadata { get; init; }

    public IReadOnlyList<string>? Extensions { get; init; }
}

/// <summary>A task.</summary>
internal sealed record RpcTask
{
    public string? Kind { get; init; }

    public string? Id { get; init; }

    public string? ContextId { get; init; }

    public RpcStatus? Status { get; init; }

    public IReadOnlyList<RpcMessage>? History { get; init; }

    public IReadOnlyList<RpcArtifact>? Artifacts { get; init; }

    public JsonObject? Metadata { get; init; }
}

/// <summary>A change of a task's status; <c>final</c> is always there.</summary>
internal sealed record RpcStatusUpdate
{
    public string? Kind { get; init; }

    public string? TaskId { get; init; }

    public string? ContextId { get; init; }

    public RpcStatus? Status { get; init; }

    public bool? Final { get; init; }

    public JsonObject? Metadata { get; init; }
}

/// <summary>A piece of an artifact; both flags are always there.</summary>
internal sealed record RpcArtifactUpdate
{
    public string? Kind { get; init; }

    public string? TaskId { get; init; }

    public string? ContextId { get; init; }

    public RpcArtifact? Artifact { get; init; }

    public bool? Append { get; init; }

    public bool? LastChunk { get; init; }

    public JsonObject? Metadata { get; init; }
}
