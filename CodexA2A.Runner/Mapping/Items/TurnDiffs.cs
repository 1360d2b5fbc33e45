using CodexA2A.Runner.Mapping.Artifacts;
using CodexA2A.Runner.Mapping.Streams;
using CodexA2A.Runner.Mapping.Text;
using CodexA2A.Runner.Patches;

namespace CodexA2A.Runner.Mapping.Items;

/// <summary>
/// The diff of the whole turn: one artifact. While the turn runs it shows what Codex tells of its own patches; in the end it is what
/// the files show, with a manifest.
/// </summary>
internal sealed class TurnDiffs(TurnArtifacts turn)
{
    private readonly SortedDictionary<string, ChangedFile> _told = new(StringComparer.Ordinal);
    private DocumentArtifact? _diff;
    private DocumentArtifact? _earlier;
    private BoundedText _shown;

    /// <summary><c>turn/diff/updated</c>. Codex repeats it unchanged after each model request; it lacks what commands changed.</summary>
    public void Updated(string diff)
    {
        if (_diff is null && diff.Length == 0)
        {
            return;
        }

        _diff ??= new DocumentArtifact(turn.NewFrame(ArtifactKinds.Diff, BlockTypes.Text, itemId: null));
        _shown = BoundedText.FirstAndLast(diff, EventSizes.Diff);
        _diff.Show(turn, diff, [Part.FromText(_shown.Text, PatchParts.MediaType)]);
    }

    /// <summary>A file that a patch of Codex changed.</summary>
    public void Told(ChangedFile file)
    {
        if (_told.Count < PatchLimits.Files)
        {
            _told[file.Path] = file;
        }
    }

    /// <summary>A diff that was begun before: by an earlier runner, or in an earlier turn of the same task.</summary>
    public void Resume(DocumentArtifact diff) => _earlier = diff;

    /// <summary>Another turn of Codex for the same task begins; its diff is one of its own.</summary>
    public void Continue() => (_earlier, _diff) = (_diff ?? _earlier, null);

    /// <summary>What the whole turn changed. Nothing is shown where nothing changed and nothing was shown.</summary>
    public void Ended(TurnPatch patch)
    {
        var diff = _diff ?? _earlier;
        var isOff = patch.Gaps is [PatchGaps.Off];
        if (diff is null && patch.Files.Count == 0 && (patch.Gaps.Count == 0 || isOff))
        {
            return;
        }

        if (patch.Text is null && _shown.TruncatedBytes > 0 && !patch.Gaps.Contains(PatchGaps.LargePatch))
        {
            patch = patch with { Gaps = [.. patch.Gaps, PatchGaps.LargePatch] };
        }

        diff ??= new DocumentArtifact(turn.NewFrame(ArtifactKinds.Diff, BlockTypes.Text, itemId: null));
        diff.EndWith(turn, PatchParts.Of(patch, patch.Text ?? _shown.Text ?? "", [.. _told.Values]));
    }
}
