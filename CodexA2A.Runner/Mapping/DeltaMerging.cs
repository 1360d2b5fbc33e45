using System.Text;
using CodexA2A.Runner.Mapping.Artifacts;
using CodexA2A.Runner.Mapping.Streams;

namespace CodexA2A.Runner.Mapping;

/// <summary>Joins neighbouring pieces of one stream (contracts.md §2). Pure; when to send is the writer's business.</summary>
internal static class DeltaMerging
{
    /// <summary>
    /// One event that says what <paramref name="a"/> and then <paramref name="b"/> say, or null when they must stay apart:
    /// other artifact, other kind of content, <paramref name="b"/> closes or replaces, or the result would be over the limit.
    /// </summary>
    /// <param name="a">The earlier event; may be the artifact's first chunk.</param>
    /// <param name="b">The one that follows directly.</param>
    /// <param name="maxBytes">Largest result, bytes of UTF-8 text.</param>
    public static StreamResponse? TryMerge(StreamResponse a, StreamResponse b, int maxBytes = EventSizes.MergedDelta)
    {
        if (a.ArtifactUpdate is not { LastChunk: false } first
            || b.ArtifactUpdate is not { Append: true, LastChunk: false } second
            || first.Artifact.ArtifactId != second.Artifact.ArtifactId
            || first.Artifact.Parts is not [var left]
            || second.Artifact.Parts is not [var right]
            || left.MediaType != right.MediaType)
        {
            return null;
        }

        var part = Join(left, right, maxBytes);
        return part is null ? null : a with { ArtifactUpdate = first with { Artifact = first.Artifact with { Parts = [part] } } };
    }

    /// <summary>Bytes of UTF-8 of the text that an event carries; 0 for other events.</summary>
    public static int TextBytes(StreamResponse e) =>
        e.ArtifactUpdate?.Artifact.Parts is [var part] && TextOf(part) is { } text ? Encoding.UTF8.GetByteCount(text) : 0;

    private static Part? Join(Part left, Part right, int maxBytes)
    {
        if (TextOf(left) is not { } head || TextOf(right) is not { } tail || (left.Text is null) != (right.Text is null)
            || Encoding.UTF8.GetByteCount(head) + Encoding.UTF8.GetByteCount(tail) > maxBytes)
        {
            return null;
        }

        return left.Text is null ? ToolPayload.WithOutputDelta(left, head + tail) : left with { Text = head + tail };
    }

    private static string? TextOf(Part part) => part.Text ?? ToolPayload.OutputDelta(part);
}
