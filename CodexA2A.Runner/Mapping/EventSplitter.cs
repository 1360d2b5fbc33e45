using System.Text.Json.Nodes;
using CodexA2A.Runner.Mapping.Artifacts;
using CodexA2A.Runner.Mapping.Streams;
using CodexA2A.Runner.Mapping.Text;

namespace CodexA2A.Runner.Mapping;

/// <summary>Cuts what is over the size of an event into several events that mean the same (contracts.md §2). Pure.</summary>
internal static class EventSplitter
{
    /// <summary>The event itself when it is small enough, else its pieces in order.</summary>
    /// <param name="e">Any event; only artifact updates with long text, or long output of a tool, are ever cut.</param>
    /// <param name="maxBytes">Most bytes of JSON an event may have.</param>
    public static IReadOnlyList<StreamResponse> Split(StreamResponse e, int maxBytes = EventSizes.Event)
    {
        if (e.ArtifactUpdate is not { } update || Fits(update.Artifact.Parts, maxBytes - EventSizes.Overhead))
        {
            return [e];
        }

        var parts = new List<Part>();
        foreach (var part in update.Artifact.Parts)
        {
            parts.AddRange(Pieces(part, maxBytes - EventSizes.Overhead));
        }

        var groups = Group(parts, maxBytes - EventSizes.Overhead);
        var open = groups.Count > 1 ? Opened(update.Artifact.Metadata) : null;
        var events = new StreamResponse[groups.Count];
        for (var i = 0; i < groups.Count; i++)
        {
            var last = i == groups.Count - 1;
            events[i] = StreamResponse.FromArtifactUpdate(update with
            {
                Append = update.Append || i > 0,
                LastChunk = update.LastChunk && last,
                Artifact = update.Artifact with { Parts = groups[i], Metadata = last ? update.Artifact.Metadata : open },
            });
        }

        return events;
    }

    private static bool Fits(IReadOnlyList<Part> parts, int budget)
    {
        foreach (var part in parts)
        {
            budget -= JsonSize.Of(part);
        }

        return budget >= 0;
    }

    private static IEnumerable<Part> Pieces(Part part, int budget)
    {
        if (JsonSize.Of(part) <= budget)
        {
            return [part];
        }

        if (part.Text is { } text)
        {
            return JsonSize.Cut(text, budget).Select(piece => part with { Text = piece });
        }

        // Any other part is bounded by the one who makes it; a stream of output is cut like text.
        return ToolPayload.OutputDelta(part) is { } delta
            ? JsonSize.Cut(delta, budget).Select(piece => ToolPayload.WithOutputDelta(part, piece))
            : [part];
    }

    private static List<List<Part>> Group(List<Part> parts, int budget)
    {
        var groups = new List<List<Part>>();
        var left = 0;
        foreach (var part in parts)
        {
            var size = JsonSize.Of(part);
            if (groups.Count == 0 || size > left)
            {
                groups.Add([]);
                left = budget;
            }

            groups[^1].Add(part);
            left -= size;
        }

        return groups;
    }

    /// <summary>A piece that is not the last must not say that the artifact is done.</summary>
    private static JsonObject? Opened(JsonObject? metadata)
    {
        if (metadata?["codex"]?["state"] is null)
        {
            return metadata;
        }

        var copy = (JsonObject)metadata.DeepClone();
        copy["codex"]!["state"] = ArtifactStates.Open;
        return copy;
    }
}
