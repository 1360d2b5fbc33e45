using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Mapping.Artifacts;

namespace CodexA2A.Runner.Mapping.Items;

/// <summary>
/// What the model thought. Its summary for people and its raw content are two artifacts, because Codex streams them side by side;
/// the paragraphs of each are set apart by an empty line. What a broken response thought is withdrawn when it is thought again.
/// </summary>
internal sealed class Reasonings(TurnArtifacts turn, RepeatedTexts repeated)
{
    private const string Summary = "summary";
    private const string Raw = "raw";
    private const string Separator = "\n\n";

    private readonly TextItems _items = new(turn);
    private readonly Dictionary<string, int> _paragraph = new(StringComparer.Ordinal);

    /// <summary>The texts, for a takeover.</summary>
    public TextItems Items => _items;

    /// <summary>The key of an item's text of this format.</summary>
    public static string Key(string itemId, string? format) => $"{(format == Raw ? Raw : Summary)}:{itemId}";

    /// <summary><c>item/started</c>.</summary>
    public void Started(string itemId)
    {
        foreach (var key in (string[])[Key(itemId, Summary), Key(itemId, Raw)])
        {
            _items.Started(key);
            _paragraph.Remove(key);
        }
    }

    /// <summary><c>item/reasoning/summaryTextDelta</c>.</summary>
    public void SummaryDelta(string itemId, int index, string delta) => Append(itemId, Summary, index, delta);

    /// <summary><c>item/reasoning/textDelta</c>.</summary>
    public void RawDelta(string itemId, int index, string delta) => Append(itemId, Raw, index, delta);

    /// <summary><c>item/completed</c>.</summary>
    public void Completed(ReasoningItem item)
    {
        Complete(item.Id, Summary, item.Summary);
        Complete(item.Id, Raw, item.Content);
    }

    private void Append(string itemId, string format, int index, string delta)
    {
        if (delta.Length == 0)
        {
            return;
        }

        var key = Key(itemId, format);
        var later = _items.Live(key) is not null && _paragraph.TryGetValue(key, out var last) && index > last;
        _paragraph[key] = index;
        _items.Append(key, later ? Separator + delta : delta, () => Frame(itemId, format));
    }

    private void Complete(string itemId, string format, IReadOnlyList<string>? paragraphs)
    {
        var key = Key(itemId, format);
        _paragraph.Remove(key);
        var text = string.Join(Separator, paragraphs ?? []);

        // Codex leaves raw content out of an item where it is not to be kept; what it streamed of it stands.
        if (text.Length == 0)
        {
            text = _items.Live(key)?.Said ?? "";
        }

        if (_items.Complete(key, text, () => Frame(itemId, format)) is { } artifact)
        {
            repeated.Completed(artifact, format, text);
        }
    }

    private ArtifactFrame Frame(string itemId, string format) =>
        turn.NewFrame(ArtifactKinds.Reasoning, BlockTypes.Reasoning, itemId, new KeyValuePair<string, System.Text.Json.Nodes.JsonNode?>("format", format));
}
