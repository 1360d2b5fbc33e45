using System.Text.Json.Nodes;

namespace CodexA2A.Protocol;

/// <summary>How parts come together in an artifact: neighbouring text of the same kind is one part, and an empty text is kept only where there is nothing else.</summary>
internal static class PartJoin
{
    /// <summary>An empty text that says nothing more.</summary>
    internal static bool IsBlank(Part part) =>
        part is { Text.Length: 0, ContentCase: PartContentCase.Text, Metadata: null, Filename: null, MediaType: null };

    /// <summary>Two texts that differ in nothing but their words.</summary>
    internal static bool CanJoin(Part left, Part right) =>
        left.ContentCase == PartContentCase.Text && right.ContentCase == PartContentCase.Text
        && left.MediaType == right.MediaType && left.Filename == right.Filename && JsonNode.DeepEquals(left.Metadata, right.Metadata);

    /// <summary>Adds parts one after the other.</summary>
    internal static void Append(List<Part> parts, IReadOnlyList<Part> added)
    {
        foreach (var part in added)
        {
            if (parts.Count == 0) parts.Add(part);
            else if (IsBlank(part)) continue;
            else if (parts is [var only] && IsBlank(only)) parts[0] = part;
            else if (CanJoin(parts[^1], part)) parts[^1] = parts[^1] with { Text = parts[^1].Text + part.Text };
            else parts.Add(part);
        }
    }
}
