using CodexA2A.Runner.Mapping.Artifacts;
using CodexA2A.Runner.Mapping.Streams;
using CodexA2A.Runner.Mapping.Text;

namespace CodexA2A.Runner.Mapping.Items;

/// <summary>The diff of the whole turn: one artifact, replaced each time it changes.</summary>
internal sealed class TurnDiffs(TurnArtifacts turn)
{
    private DocumentArtifact? _diff;

    /// <summary><c>turn/diff/updated</c>. Codex repeats it unchanged after each model request.</summary>
    public void Updated(string diff)
    {
        if (_diff is null && diff.Length == 0)
        {
            return;
        }

        _diff ??= new DocumentArtifact(turn.NewFrame(ArtifactKinds.Diff, BlockTypes.Text, itemId: null));
        var bounded = BoundedText.FirstAndLast(diff, EventSizes.Diff);
        _diff.Show(turn, diff, [Part.FromText(bounded.Text, "text/x-diff")]);
    }
}
