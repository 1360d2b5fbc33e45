using System.Text.Json.Nodes;

namespace CodexA2A.Runner.Mapping.Artifacts;

/// <summary>
/// What all events of one artifact have in common. Its first and its closing event carry the whole <c>metadata.codex</c>
/// (so a fold shows after a crash what is still open); those between only <c>metadata.shared.stream</c>.
/// </summary>
internal sealed class ArtifactFrame(TurnIdentity identity, string id, string kind, string blockType, string? itemId)
{
    private JsonObject? _light;

    /// <summary>The artifact's id.</summary>
    public string Id { get; } = id;

    /// <summary>One of <see cref="ArtifactKinds"/>.</summary>
    public string Kind { get; } = kind;

    /// <summary>Codex's item; null for what belongs to the turn as a whole.</summary>
    public string? ItemId { get; } = itemId;

    /// <summary>More members of <c>metadata.codex</c>, the same on every event that has it.</summary>
    public IReadOnlyList<KeyValuePair<string, JsonNode?>> Extras { get; init; } = [];

    /// <summary>The turn, where known.</summary>
    public string? TurnId { get; init; } = identity.TurnId;

    /// <summary>A piece of a stream, to be appended.</summary>
    public StreamResponse Piece(Part part) =>
        Create([part], append: true, last: false, _light ??= new JsonObject { ["shared"] = Shared(StreamSources.Delta) });

    /// <summary>The same of another source.</summary>
    public StreamResponse Piece(Part part, string source) =>
        Create([part], append: true, last: false, new JsonObject { ["shared"] = Shared(source) });

    /// <summary>The artifact as it is now, with more to come: its first event, or one in place of all before.</summary>
    public StreamResponse Open(IReadOnlyList<Part> parts, string source) =>
        Create(parts, append: false, last: false, Metadata(source, ArtifactStates.Open));

    /// <summary>The end of an artifact whose content stands.</summary>
    public StreamResponse Close(params ReadOnlySpan<KeyValuePair<string, JsonNode?>> extras) =>
        Create([Part.FromText("")], append: true, last: true, Metadata(StreamSources.FinalSnapshot, ArtifactStates.Done, extras));

    /// <summary>The end of an artifact whose content stands, with more behind it.</summary>
    public StreamResponse CloseWith(IReadOnlyList<Part> more, params ReadOnlySpan<KeyValuePair<string, JsonNode?>> extras) =>
        Create(more, append: true, last: true, Metadata(StreamSources.FinalSnapshot, ArtifactStates.Done, extras));

    /// <summary>The end of an artifact with all that it is in the end.</summary>
    public StreamResponse Replace(IReadOnlyList<Part> parts, string source, params ReadOnlySpan<KeyValuePair<string, JsonNode?>> extras) =>
        Create(parts, append: false, last: true, Metadata(source, ArtifactStates.Done, extras));

    /// <summary>The end of an artifact that is void: what was said does not count.</summary>
    /// <param name="reason">Why, for people.</param>
    /// <param name="repeated">It was complete and was said again: Codex's history has it all the same, and it must not come back from there.</param>
    public StreamResponse Withdraw(string reason, bool repeated) => repeated
        ? Replace([Part.FromText("")], StreamSources.FinalSnapshot, new("withdrawn", true), new("repeated", true), new("reason", reason))
        : Replace([Part.FromText("")], StreamSources.FinalSnapshot, new("withdrawn", true), new("reason", reason));

    private StreamResponse Create(IReadOnlyList<Part> parts, bool append, bool last, JsonObject metadata) =>
        StreamResponse.FromArtifactUpdate(new TaskArtifactUpdateEvent
        {
            TaskId = identity.TaskId,
            ContextId = identity.ContextId,
            Artifact = new Artifact { ArtifactId = Id, Name = Kind, Parts = parts, Metadata = metadata },
            Append = append,
            LastChunk = last,
        });

    private JsonObject Metadata(string source, string state, params ReadOnlySpan<KeyValuePair<string, JsonNode?>> extras)
    {
        var codex = new JsonObject();
        if (ItemId is not null)
        {
            codex["item_id"] = ItemId;
        }

        if (TurnId is not null)
        {
            codex["turn_id"] = TurnId;
        }

        codex["state"] = state;
        foreach (var (name, value) in Extras)
        {
            codex[name] = value?.DeepClone();
        }

        foreach (var (name, value) in extras)
        {
            codex[name] = value;
        }

        return new JsonObject { ["shared"] = Shared(source), ["codex"] = codex };
    }

    private JsonObject Shared(string source) => new()
    {
        ["stream"] = new JsonObject
        {
            ["block_type"] = blockType,
            ["source"] = source,
            ["message_id"] = $"{identity.TaskId}:{identity.ContextId}:assistant",
            ["role"] = "assistant",
        },
    };
}
