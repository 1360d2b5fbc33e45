using CodexA2A.Runner.Mapping.Artifacts;

namespace CodexA2A.Runner.Mapping.Items;

/// <summary>
/// When a model stream breaks off after a text was complete, Codex asks the model again, and it says its piece again under a new
/// id. Codex tells of a whole response by the token usage that follows it, so the texts completed since the last usage are those
/// of the broken response. When the new response has its say, the older one is withdrawn: the same words if there are any, else
/// the same kind, unless the model had gone on from it to a tool (then Codex keeps both, and the model does not say it again).
/// </summary>
internal sealed class RepeatedTexts(TurnArtifacts turn)
{
    private readonly List<Complete> _ofThisResponse = [];
    private readonly List<Complete> _ofBrokenResponse = [];

    /// <summary>A text is complete; what it says again is withdrawn.</summary>
    /// <param name="artifact">The text.</param>
    /// <param name="kind">Only a text of the same kind can be said again by it.</param>
    /// <param name="text">Its words.</param>
    public void Completed(TextArtifact artifact, string kind, string text)
    {
        var repeated = _ofBrokenResponse.Find(earlier => earlier.Kind == kind && earlier.Text == text)
            ?? _ofBrokenResponse.Find(earlier => earlier.Kind == kind && !earlier.LedToTool);
        if (repeated is not null)
        {
            repeated.Artifact.Withdraw(turn, "The model's stream broke off and it said this again.", repeated: true);
            _ofBrokenResponse.Remove(repeated);
        }

        _ofThisResponse.Add(new Complete(artifact, kind, text, LedToTool: false));
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

    private sealed record Complete(TextArtifact Artifact, string Kind, string Text, bool LedToTool);
}
