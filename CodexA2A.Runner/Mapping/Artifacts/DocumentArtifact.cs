namespace CodexA2A.Runner.Mapping.Artifacts;

/// <summary>Something that Codex sends whole each time it changes (the turn's diff, its plan): one artifact, replaced until the turn ends.</summary>
internal sealed class DocumentArtifact(ArtifactFrame frame) : LiveArtifact(frame)
{
    private string? _shown;

    /// <summary>Shows it as it is now; does nothing when that is what is shown.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="fingerprint">Equal exactly when the content is.</param>
    /// <param name="parts">The content.</param>
    public void Show(TurnArtifacts turn, string fingerprint, IReadOnlyList<Part> parts)
    {
        if (fingerprint == _shown)
        {
            return;
        }

        if (_shown is null)
        {
            turn.Begin(this);
        }

        _shown = fingerprint;
        turn.Emit(Frame.Open(parts, StreamSources.Delta));
    }

    /// <summary>Ends it with what it is in the end, shown before or not.</summary>
    public void EndWith(TurnArtifacts turn, IReadOnlyList<Part> parts)
    {
        IsClosed = true;
        turn.Emit(Frame.Replace(parts, StreamSources.FinalSnapshot));
    }

    /// <inheritdoc/>
    public override void End(TurnArtifacts turn, TurnEnd end)
    {
        IsClosed = true;
        turn.Emit(Frame.Close());
    }
}
