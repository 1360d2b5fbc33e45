using CodexA2A.Runner.Mapping.Artifacts;
using CodexA2A.Runner.Mapping.Items;

namespace CodexA2A.Runner.Mapping;

/// <summary>What an earlier runner left in the task.</summary>
internal sealed partial class TurnEventMapper
{
    private void Adopt(AgentTask? existing)
    {
        foreach (var artifact in existing?.Artifacts ?? [])
        {
            var left = LeftArtifact.Read(artifact);
            _ranTools |= left.Kind == ArtifactKinds.Tool;
            if (left.ThreadId is not null)
            {
                // The sub-agent is gone with its process: nothing goes on with what it had open.
                if (left.IsOpen)
                {
                    left.Resume(_turn);
                }
            }
            else if (left.IsOpen)
            {
                Resume(left);
            }
            else if (left.ItemId is { } itemId && (!left.IsWithdrawn || left.IsRepeated))
            {
                Known(left, itemId);
            }
        }
    }

    private void Resume(LeftArtifact left)
    {
        switch (left.Resume(_turn))
        {
            case ToolArtifact tool when left.ItemId is not null:
                _tools.Resume(left.ItemId, tool);
                break;
            case DocumentArtifact diff when left.Kind == ArtifactKinds.Diff:
                _diffs.Resume(diff);
                break;
            case TextArtifact text when left.ItemId is not null:
                Family(left.Kind).Resume(Key(left.Kind, left.ItemId, left.Format), text);
                break;
        }
    }

    private void Known(LeftArtifact left, string itemId)
    {
        if (left.Kind == ArtifactKinds.Tool)
        {
            _tools.Known(itemId);
        }
        else if (left.Kind == ArtifactKinds.Review)
        {
            _reviews.Known(itemId);
        }
        else if (left.Kind == ArtifactKinds.Image)
        {
            _pictures.Known(itemId);
        }
        else
        {
            Family(left.Kind).Known(Key(left.Kind, itemId, left.Format), left.IsRepeated ? null : left.Text());
        }
    }

    private TextItems Family(string kind) => kind switch
    {
        ArtifactKinds.Reasoning => _reasonings.Items,
        ArtifactKinds.Plan => _plans.Items,
        _ => _messages.Items,
    };

    private static string Key(string kind, string itemId, string? format) =>
        kind == ArtifactKinds.Reasoning ? Reasonings.Key(itemId, format) : itemId;
}
