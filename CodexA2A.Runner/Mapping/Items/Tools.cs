using CodexA2A.Runner.Mapping.Artifacts;

namespace CodexA2A.Runner.Mapping.Items;

/// <summary>The tool artifacts of a turn, by Codex's item id.</summary>
internal sealed class Tools(TurnArtifacts turn)
{
    private readonly Dictionary<string, ToolArtifact> _live = new(StringComparer.Ordinal);
    private readonly HashSet<string> _ended = new(StringComparer.Ordinal);

    /// <summary>A tool begins. An id that comes again is another call.</summary>
    public void Started(string itemId, ToolState state)
    {
        _ended.Remove(itemId);
        if (Live(itemId) is { } earlier)
        {
            earlier.End(turn, new TurnEnd(TaskState.Canceled, null, "Begun again under the same id."));
        }

        _live[itemId] = new ToolArtifact(Frame(itemId));
        _live[itemId].Show(turn, state);
    }

    /// <summary>What it is to do has changed.</summary>
    public void Changed(string itemId, Func<ToolState, ToolState> change)
    {
        if (Live(itemId) is { State: { } state } tool)
        {
            tool.Show(turn, change(state));
        }
    }

    /// <summary>A piece of its output; without a beginning there is nothing it could belong to, and the end will tell.</summary>
    public void Output(string itemId, string delta) => Live(itemId)?.Append(turn, delta);

    /// <summary>Its end.</summary>
    public void Completed(string itemId, ToolState state)
    {
        if (!_ended.Add(itemId))
        {
            return;
        }

        var tool = Live(itemId) ?? new ToolArtifact(Frame(itemId));
        _live.Remove(itemId);
        tool.Complete(turn, state);
    }

    /// <summary>Takes an artifact that an earlier runner left open.</summary>
    public void Resume(string itemId, ToolArtifact artifact) => _live[itemId] = artifact;

    /// <summary>Counts an item as already in the task.</summary>
    public void Known(string itemId) => _ended.Add(itemId);

    private ToolArtifact? Live(string itemId) => _live.TryGetValue(itemId, out var tool) && !tool.IsClosed ? tool : null;

    private ArtifactFrame Frame(string itemId) => turn.NewFrame(ArtifactKinds.Tool, BlockTypes.ToolCall, itemId);
}
