using System.Text.Json;

namespace CodexA2A.Protocol.Json;

/// <summary>JSON of the wrong shape, in words that may go to a client. The serializer adds the path of the value it was reading.</summary>
internal sealed class ShapeException(string description, string? member = null) : JsonException(description)
{
    /// <summary>What is wrong, as the end of a sentence that begins with the field.</summary>
    internal string Description { get; } = description;

    /// <summary>The member of the value being read that is meant; null = the value itself.</summary>
    internal string? Member { get; } = member;
}
