using System.Text.Json.Nodes;
using CodexA2A.Runner.Mapping.Artifacts;

namespace CodexA2A.Runner.Mapping.Items;

/// <summary>The text artifacts of one family of items, by a key of the family's choosing.</summary>
internal sealed class TextItems(TurnArtifacts turn)
{
    private readonly Dictionary<string, TextArtifact> _live = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (int Length, int Hash)?> _ended = new(StringComparer.Ordinal);

    /// <summary>An item begins. Ids come from the model: one that comes again is another item, and what was open under it is void.</summary>
    public void Started(string key)
    {
        _ended.Remove(key);
        if (_live.Remove(key, out var earlier) && !earlier.IsClosed)
        {
            earlier.Withdraw(turn, "Begun again under the same id.");
        }
    }

    /// <summary>The artifact of this key if it is being streamed.</summary>
    public TextArtifact? Live(string key) => _live.TryGetValue(key, out var artifact) && !artifact.IsClosed ? artifact : null;

    /// <summary>Takes an artifact that an earlier runner left open.</summary>
    public void Resume(string key, TextArtifact artifact) => _live[key] = artifact;

    /// <summary>Counts an item as already in the task with this text; null for one whose text, whatever it is, must not come again.</summary>
    public void Known(string key, string? text) => _ended[key] = text is null ? null : Print(text);

    /// <summary>Streams a piece; the first one begins the artifact.</summary>
    public void Append(string key, string delta, Func<ArtifactFrame> frame)
    {
        if (delta.Length > 0)
        {
            Get(key, frame).Append(turn, delta);
        }
    }

    /// <summary>Ends the item with the text that counts. Says null when there is nothing to end: no content, or known already.</summary>
    /// <param name="key">The item.</param>
    /// <param name="text">Its text.</param>
    /// <param name="frame">The artifact's frame, where it has none yet.</param>
    /// <param name="more">Parts behind the text.</param>
    /// <param name="marks">More members of the closing event's <c>metadata.codex</c>.</param>
    public TextArtifact? Complete(string key, string text, Func<ArtifactFrame> frame, IReadOnlyList<Part>? more = null, params KeyValuePair<string, JsonNode?>[] marks)
    {
        if (Live(key) is null && ((text.Length == 0 && more is not { Count: > 0 }) || (_ended.TryGetValue(key, out var ended) && (ended is null || ended == Print(text)))))
        {
            return null;
        }

        _ended[key] = Print(text);
        var artifact = Get(key, frame);
        artifact.Complete(turn, text, more ?? [], marks);
        _live.Remove(key);
        return artifact;
    }

    private TextArtifact Get(string key, Func<ArtifactFrame> frame)
    {
        if (Live(key) is { } artifact)
        {
            return artifact;
        }

        artifact = new TextArtifact(frame());
        _live[key] = artifact;
        return artifact;
    }

    private static (int Length, int Hash) Print(string text) => (text.Length, string.GetHashCode(text, StringComparison.Ordinal));
}
