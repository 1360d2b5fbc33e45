using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Mapping.Artifacts;
using CodexA2A.Runner.Mapping.Text;

namespace CodexA2A.Runner.Mapping.Items;

/// <summary>What the agent says: <c>commentary</c> on its way, else <c>answer</c>. What a broken response said is withdrawn when it is said again.</summary>
internal sealed class AgentMessages(TurnArtifacts turn, RepeatedTexts repeated, WorkspacePaths paths)
{
    private readonly TextItems _items = new(turn);
    private readonly Dictionary<string, string?> _phases = new(StringComparer.Ordinal);

    /// <summary>The texts, for a takeover.</summary>
    public TextItems Items => _items;

    /// <summary><c>item/started</c>.</summary>
    public void Started(AgentMessageItem item)
    {
        _items.Started(item.Id);
        _phases[item.Id] = item.Phase;
    }

    /// <summary><c>item/agentMessage/delta</c>.</summary>
    public void Delta(string itemId, string delta) => _items.Append(itemId, delta, () => Frame(itemId, _phases.GetValueOrDefault(itemId)));

    /// <summary><c>item/completed</c>: its text is what counts.</summary>
    /// <returns>The kind of artifact that such a message is.</returns>
    public string Completed(AgentMessageItem item)
    {
        var phase = item.Phase ?? _phases.GetValueOrDefault(item.Id);
        _phases.Remove(item.Id);
        var text = item.Text ?? _items.Live(item.Id)?.Said ?? "";
        if (_items.Complete(item.Id, text, () => Frame(item.Id, phase), MessageData.Of(item, paths), MessageData.Marks(item)) is { } artifact)
        {
            repeated.Completed(artifact, artifact.Frame.Kind, text);
        }

        return KindOf(phase);
    }

    private static string KindOf(string? phase) => phase == "commentary" ? ArtifactKinds.Commentary : ArtifactKinds.Answer;

    private ArtifactFrame Frame(string itemId, string? phase) => turn.NewFrame(
        KindOf(phase),
        BlockTypes.Text,
        itemId,
        phase is null ? [] : [new("phase", phase)]);
}
