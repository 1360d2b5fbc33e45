using System.Text.Json;
using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Mapping.Artifacts;
using CodexA2A.Runner.Mapping.Items;
using CodexA2A.Runner.Patches;

namespace CodexA2A.Runner.Mapping;

/// <summary>What a turn leaves behind: the patch of all it changed, and the answer as data.</summary>
internal sealed partial class TurnEventMapper
{
    private bool _ranTools;

    /// <summary>What the agent answered last, commentary left out; null when it did not.</summary>
    public string? Answer { get; private set; }

    /// <summary>True when a tool began, here or under an earlier runner: something may have changed.</summary>
    public bool RanTools => _ranTools;

    /// <summary>Codex runs another turn for the same task from now on, or its first.</summary>
    public void Continue(string turnId)
    {
        if (Identity.TurnId is not null)
        {
            _diffs.Continue();
            Answer = null;
        }

        _turn.Identity = Identity with { TurnId = turnId };
    }

    /// <summary>What the whole turn changed; before <see cref="Finish"/>.</summary>
    public IReadOnlyList<MappedEvent> Patched(TurnPatch patch)
    {
        if (!_finished)
        {
            _diffs.Ended(patch);
        }

        return _turn.Take();
    }

    /// <summary>The answer as data that fits the schema of the request; before <see cref="Finish"/>.</summary>
    public IReadOnlyList<MappedEvent> Structured(JsonElement answer)
    {
        if (!_finished)
        {
            var frame = _turn.NewFrame(ArtifactKinds.Result, BlockTypes.Text, itemId: null);
            _turn.Emit(frame.Replace([Part.FromData(answer, "application/json")], StreamSources.FinalSnapshot));
        }

        return _turn.Take();
    }

    /// <summary>The next picture that the agent looked at and whose bytes nobody asked for yet; null when there is none.</summary>
    public ViewedPicture? NextViewed() => _finished ? null : _pictures.Next();

    /// <summary>The bytes of such a picture.</summary>
    public IReadOnlyList<MappedEvent> Viewed(ViewedPicture viewed, ReadOnlyMemory<byte> content)
    {
        if (!_finished)
        {
            viewed.Of.Viewed(viewed, content);
        }

        return _turn.Take();
    }

    private void Answered(AgentMessageItem message)
    {
        if (_messages.Completed(message) == ArtifactKinds.Answer)
        {
            Answer = message.Text;
        }
    }

    private void Told(ThreadItem item)
    {
        foreach (var change in item is FileChangeItem { Status: "completed", Changes: { } changes } ? changes : [])
        {
            var path = _paths.Show(change.Path);
            _diffs.Told(change.Kind.MovePath is { } target
                ? new ChangedFile(_paths.Show(target), ChangeKinds.Rename) { OldPath = path }
                : new ChangedFile(path, change.Kind.Type));
        }
    }
}
