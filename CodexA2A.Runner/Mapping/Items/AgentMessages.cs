using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Mapping.Artifacts;

namespace CodexA2A.Runner.Mapping.Items;

/// <summary>
/// What the agent says: <c>commentary</c> on its way, else <c>answer</c>.
/// When a model stream breaks off after a message was complete, Codex asks the model again, and it says its piece again under a new
/// id. Codex tells of a whole response by the token usage that follows it, so the messages completed since the last usage are those
/// of the broken response. When the new response has its say, the older one is withdrawn: the same words if there are any, else
/// the same kind, unless the model had gone on from it to a tool (then Codex keeps both, and the model does not say it again).
/// </summary>
internal sealed class AgentMessages(TurnArtifacts turn)
{
    private readonly TextItems _items = new(turn);
    private readonly Dictionary<string, string?> _phases = new(StringComparer.Ordinal);
    private readonly List<Complete> _ofThisResponse = [];
    private readonly List<Complete> _ofBrokenResponse = [];

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
    public void Completed(AgentMessageItem item)
    {
        var phase = item.Phase ?? _phases.GetValueOrDefault(item.Id);
        _phases.Remove(item.Id);
        var text = item.Text ?? _items.Live(item.Id)?.Said ?? "";
        if (_items.Complete(item.Id, text, () => Frame(item.Id, phase)) is not { } artifact)
        {
            return;
        }

        WithdrawRepeated(artifact.Frame.Kind, text);
        _ofThisResponse.Add(new Complete(artifact, text, LedToTool: false));
    }

    /// <summary>The model went on to a tool.</summary>
    public void OnTool()
    {
        for (var i = 0; i < _ofThisResponse.Count; i++)
        {
            _ofThisResponse[i] = _ofThisResponse[i] with { LedToTool = true };
        }
    }

    /// <summary>A model response came whole.</summary>
    public void OnUsage()
    {
        _ofThisResponse.Clear();
        _ofBrokenResponse.Clear();
    }

    /// <summary>A model stream broke off and Codex asks again.</summary>
    public void OnRetry()
    {
        _ofBrokenResponse.AddRange(_ofThisResponse);
        _ofThisResponse.Clear();
    }

    private void WithdrawRepeated(string kind, string text)
    {
        var repeated = _ofBrokenResponse.Find(earlier => earlier.Artifact.Frame.Kind == kind && earlier.Text == text)
            ?? _ofBrokenResponse.Find(earlier => earlier.Artifact.Frame.Kind == kind && !earlier.LedToTool);
        if (repeated is not null)
        {
            repeated.Artifact.Withdraw(turn, "The model's stream broke off and it said this again.", repeated: true);
            _ofBrokenResponse.Remove(repeated);
        }
    }

    private ArtifactFrame Frame(string itemId, string? phase) => turn.NewFrame(
        phase == "commentary" ? ArtifactKinds.Commentary : ArtifactKinds.Answer,
        BlockTypes.Text,
        itemId,
        phase is null ? [] : [new("phase", phase)]);

    private sealed record Complete(TextArtifact Artifact, string Text, bool LedToTool);
}
