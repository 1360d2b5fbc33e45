using CodexA2A.Protocol.Json;

namespace CodexA2A.Protocol;

/// <summary>
/// Makes the copy of a client's message that its task shows small enough for one event. The bytes of files go first, then the
/// content is shortened, and only if that is not enough all else goes: metadata, names, lists. What was cut is marked with
/// <c>metadata.codex.truncated_bytes</c>, on the part whose file was left out and on the message.
/// </summary>
public static class MessageLimits
{
    /// <summary>Files up to this size stay while there is other content to cut.</summary>
    private const int SmallFile = 1024;

    /// <summary>Most parts of a message that is nothing but its beginning and its end.</summary>
    private const int FewParts = 16;

    private const int FewCharacters = 128;

    private static readonly int[] Caps = [192 * 1024, 96 * 1024, 48 * 1024, 24 * 1024, 8 * 1024, 1024];

    /// <summary>The message itself where it fits, else one with less in it. Pure.</summary>
    /// <param name="message">The message.</param>
    /// <param name="maxBytes">Most bytes of its JSON, at least 64 KiB.</param>
    public static Message Apply(Message message, int maxBytes)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBytes, 64 * 1024);
        var size = JsonSize.Of(message);
        if (size <= maxBytes) return message;

        var files = 0L;
        IReadOnlyList<Part> parts = [.. message.Parts.Select(part => WithoutFile(part, ref files))];
        foreach (var cap in Caps)
        {
            if (JsonSize.Of(message with { Parts = parts }) <= maxBytes - FewCharacters) return Marked(message with { Parts = parts }, files);
            var shorter = PartCut.Shrink(parts, cap, out var cut);
            var candidate = Marked(message with { Parts = shorter }, files + cut);
            if (JsonSize.Of(candidate) <= maxBytes) return candidate;
        }

        return Bare(message, PartCut.Shrink(parts, SmallFile, out _), size);
    }

    private static Message Marked(Message message, long bytes) =>
        bytes == 0 ? message : message with { Metadata = CutMark.Add(message.Metadata, CutMark.Bytes, bytes) };

    private static Part WithoutFile(Part part, ref long left)
    {
        var bytes = part switch
        {
            { Raw: { } raw } when raw.Length > SmallFile => raw.Length,
            { Url: { } url } when url.Length > SmallFile => url.Length - Head(url).Length,
            _ => 0,
        };
        if (bytes == 0) return part;
        left += bytes;
        part = part with { Metadata = CutMark.Add(part.Metadata, CutMark.Bytes, bytes) };
        return part.Raw is not null ? part with { Raw = ReadOnlyMemory<byte>.Empty } : part with { Url = Head(part.Url!) };
    }

    /// <summary>What a data URL says about itself, before its bytes.</summary>
    private static string Head(string url) => url.AsSpan(0, Math.Min(url.Length, FewCharacters)).IndexOf(',') is >= 0 and var comma ? url[..(comma + 1)] : "";

    private static Message Bare(Message message, IReadOnlyList<Part> parts, long size)
    {
        IEnumerable<Part> few = parts.Count <= FewParts ? parts : parts.Take(FewParts / 2).Concat(parts.TakeLast(FewParts / 2));
        var bare = new Message
        {
            MessageId = Short(message.MessageId)!,
            ContextId = message.ContextId,
            TaskId = message.TaskId,
            Role = message.Role,
            Parts = [.. few.Select(part => part with { Metadata = null, Filename = Short(part.Filename), MediaType = Short(part.MediaType) })],
            Metadata = CutMark.Add(null, CutMark.Bytes, size),
        };
        return bare with { Metadata = CutMark.Add(null, CutMark.Bytes, size - JsonSize.Of(bare)) };
    }

    private static string? Short(string? name) => name is null || name.Length <= 1024 ? name : name[..FewCharacters];
}
