using System.Text.Json;
using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Mapping.Artifacts;
using CodexA2A.Runner.Mapping.Streams;
using CodexA2A.Runner.Mapping.Text;

namespace CodexA2A.Runner.Mapping.Items;

/// <summary>What a review found: one artifact, its text for people and, where that is JSON, the findings as data.</summary>
internal sealed class Reviews(TurnArtifacts turn)
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>An earlier runner published it.</summary>
    public void Known(string itemId) => _known.Add(itemId);

    /// <summary>The review has ended; one that was broken off found nothing.</summary>
    public void Completed(ExitedReviewModeItem item)
    {
        if (string.IsNullOrWhiteSpace(item.Review) || !_known.Add(item.Id))
        {
            return;
        }

        var frame = turn.NewFrame(ArtifactKinds.Review, BlockTypes.Text, item.Id);
        var text = BoundedText.FirstAndLast(item.Review, EventSizes.ToolOutput);
        turn.Emit(frame.Replace([Part.FromText(text.Text), .. Findings(item.Review)], StreamSources.FinalSnapshot));
    }

    private static IEnumerable<Part> Findings(string review)
    {
        if (review.Length > EventSizes.ToolData || review.AsSpan().TrimStart() is not ['{', ..])
        {
            return [];
        }

        try
        {
            return [Part.FromData(JsonElement.Parse(review))];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
