using System.Text;
using System.Text.Json.Nodes;

namespace CodexA2A.Runner.Mapping.Artifacts;

/// <summary>Text that Codex streams: its pieces go out at once, its end says what counts.</summary>
internal sealed class TextArtifact(ArtifactFrame frame) : LiveArtifact(frame)
{
    private readonly StringBuilder _said = new();
    private bool _begun;

    /// <summary>Its model stream broke off; it is void unless Codex goes on with it.</summary>
    public bool IsDoubted { get; private set; }

    /// <summary>The text so far; the whole text once closed.</summary>
    public string Said => _said.ToString();

    /// <summary>Goes on with an artifact that an earlier runner began.</summary>
    public void Resume(TurnArtifacts turn, string said)
    {
        _said.Append(said);
        _begun = true;
        turn.Begin(this);
    }

    /// <summary>Streams a piece.</summary>
    public void Append(TurnArtifacts turn, string delta)
    {
        IsDoubted = false;
        if (delta.Length == 0)
        {
            return;
        }

        _said.Append(delta);
        if (_begun)
        {
            turn.Emit(Frame.Piece(Part.FromText(delta)), isTextDelta: true);
            return;
        }

        Begin(turn);
        turn.Emit(Frame.Open([Part.FromText(delta)], StreamSources.Delta), isTextDelta: true);
    }

    /// <summary>Ends it with the text that counts, and what is behind it.</summary>
    public void Complete(TurnArtifacts turn, string text, IReadOnlyList<Part> more, params ReadOnlySpan<KeyValuePair<string, JsonNode?>> marks)
    {
        IsDoubted = false;
        if (!_begun)
        {
            Begin(turn);
        }

        IsClosed = true;
        if (_said.Length > 0 && _said.Equals(text))
        {
            turn.Emit(more.Count == 0 ? Frame.Close(marks) : Frame.CloseWith(more, marks));
            return;
        }

        _said.Clear().Append(text);
        turn.Emit(Frame.Replace([Part.FromText(text), .. more], StreamSources.FinalSnapshot, marks));
    }

    /// <summary>Says that its model stream broke off.</summary>
    public void Doubt() => IsDoubted = !IsClosed;

    /// <summary>Takes back what was said; also what was complete, when Codex said it again (<paramref name="repeated"/>).</summary>
    public void Withdraw(TurnArtifacts turn, string reason, bool repeated = false)
    {
        IsClosed = true;
        turn.Emit(Frame.Withdraw(reason, repeated));
    }

    /// <inheritdoc/>
    public override void End(TurnArtifacts turn, TurnEnd end)
    {
        if (IsDoubted)
        {
            Withdraw(turn, end.Reason);
            return;
        }

        IsClosed = true;
        turn.Emit(Frame.Close(new("incomplete", true), new("reason", end.Reason)));
    }

    private void Begin(TurnArtifacts turn)
    {
        _begun = true;
        turn.WithdrawDoubted(this);
        turn.Begin(this);
    }
}
