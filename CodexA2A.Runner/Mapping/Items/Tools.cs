using System.Text.Json.Nodes;
using CodexA2A.Runner.Mapping.Artifacts;
using CodexA2A.Runner.Mapping.Text;

namespace CodexA2A.Runner.Mapping.Items;

/// <summary>The tool artifacts of a turn, by Codex's item id.</summary>
internal sealed class Tools(TurnArtifacts turn)
{
    private const int MaxTyped = 4 * 1024;

    private readonly Dictionary<string, ToolArtifact> _live = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _typed = new(StringComparer.Ordinal);
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

    /// <summary>The agent typed into it; shown as <c>input.stdin</c> from now on.</summary>
    public void Typed(string itemId, string text)
    {
        if (text.Length == 0 || Live(itemId) is not { State: { } state } tool)
        {
            return;
        }

        _typed[itemId] = BoundedText.FirstAndLast(_typed.GetValueOrDefault(itemId) + text, MaxTyped).Text;
        tool.Show(turn, WithTyped(itemId, state));
    }

    /// <summary>Its end.</summary>
    public void Completed(string itemId, ToolState state)
    {
        if (!_ended.Add(itemId))
        {
            return;
        }

        state = WithTyped(itemId, state);
        _typed.Remove(itemId);

        var tool = Live(itemId) ?? new ToolArtifact(Frame(itemId));
        _live.Remove(itemId);
        tool.Complete(turn, state);
    }

    /// <summary>Takes an artifact that an earlier runner left open.</summary>
    public void Resume(string itemId, ToolArtifact artifact) => _live[itemId] = artifact;

    /// <summary>Counts an item as already in the task.</summary>
    public void Known(string itemId) => _ended.Add(itemId);

    private ToolArtifact? Live(string itemId) => _live.TryGetValue(itemId, out var tool) && !tool.IsClosed ? tool : null;

    private ToolState WithTyped(string itemId, ToolState state)
    {
        if (!_typed.TryGetValue(itemId, out var text))
        {
            return state;
        }

        var input = state.Input is null ? [] : (JsonObject)state.Input.DeepClone();
        input["stdin"] = text;
        return state with { Input = input };
    }

    private ArtifactFrame Frame(string itemId) => turn.NewFrame(ArtifactKinds.Tool, BlockTypes.ToolCall, itemId);
}
