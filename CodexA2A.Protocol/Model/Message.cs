using System.Text.Json.Nodes;

namespace CodexA2A.Protocol;

/// <summary>One message between client and agent (A2A 1.0, <c>Message</c>).</summary>
public sealed record Message
{
    /// <summary>Required. Made by the sender; its reuse is legal.</summary>
    public required string MessageId { get; init => field = value ?? ""; }

    /// <summary>The conversation; always set on messages of the server.</summary>
    public string? ContextId { get; init; }

    /// <summary>The task the message belongs to, if there is one.</summary>
    public string? TaskId { get; init; }

    /// <summary>Required. Who sent it.</summary>
    public required Role Role { get; init; }

    /// <summary>Required, at least one.</summary>
    public required IReadOnlyList<Part> Parts { get; init => field = value ?? []; }

    /// <summary>Free data; never change it once the message is built.</summary>
    public JsonObject? Metadata { get; init; }

    /// <summary>URIs of the extensions this message uses.</summary>
    public IReadOnlyList<string>? Extensions { get; init; }

    /// <summary>Other tasks the message refers to, as hints.</summary>
    public IReadOnlyList<string>? ReferenceTaskIds { get; init; }
}
