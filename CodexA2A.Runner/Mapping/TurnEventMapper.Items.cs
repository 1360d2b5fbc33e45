using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Mapping.Artifacts;
using CodexA2A.Runner.Mapping.Items;

namespace CodexA2A.Runner.Mapping;

/// <summary>Items: which family takes which.</summary>
internal sealed partial class TurnEventMapper
{
    private void Publish(IEnumerable<ThreadItem> items)
    {
        foreach (var item in items)
        {
            Completed(item);
        }
    }

    private void Started(ThreadItem item)
    {
        switch (item)
        {
            case UserMessageItem:
                // A further message of the user (steering) breaks the model's stream off; its half-told text is never completed.
                _turn.DoubtOpenText();
                break;
            case AgentMessageItem message:
                _messages.Started(message);
                break;
            case ReasoningItem reasoning:
                _reasonings.Started(reasoning.Id);
                break;
            case PlanItem plan:
                _plans.Started(plan.Id);
                break;
            default:
                _ranTools = true;
                if (item is FileChangeItem patch)
                {
                    _patches[item.Id] = patch;
                }
                else if (item is McpToolCallItem call)
                {
                    _calls[item.Id] = call;
                }

                _compacting |= item is ContextCompactionItem;

                if (ToolStateOf(item, ended: false) is { } state)
                {
                    _repeated.OnTool();
                    _tools.Started(item.Id, state);
                }

                break;
        }
    }

    private void Completed(ThreadItem item)
    {
        switch (item)
        {
            case UserMessageItem:
                break;
            case AgentMessageItem message:
                Answered(message);
                break;
            case ReasoningItem reasoning:
                _reasonings.Completed(reasoning);
                break;
            case PlanItem plan:
                _plans.Completed(plan);
                break;
            default:
                _ranTools = true;
                _patches.Remove(item.Id);
                _calls.Remove(item.Id);
                Told(item);
                _compacting &= item is not ContextCompactionItem;
                if (ToolStateOf(item, ended: true) is { } state)
                {
                    _tools.Completed(item.Id, state);
                }

                switch (item)
                {
                    case ExitedReviewModeItem review:
                        _reviews.Completed(review);
                        break;
                    case ImageViewItem viewed:
                        _pictures.Saw(viewed);
                        break;
                    case ImageGenerationItem made:
                        _pictures.Made(made);
                        break;
                }

                break;
        }
    }

    private void PatchUpdated(FileChangePatchUpdatedNotification updated)
    {
        if (_patches.TryGetValue(updated.ItemId, out var patch))
        {
            patch = patch with { Changes = updated.Changes };
            _patches[updated.ItemId] = patch;
            _tools.Changed(updated.ItemId, _ => FileChangeStates.From(patch, ended: false, _paths));
        }
    }

    private ToolState? ToolStateOf(ThreadItem item, bool ended) => item switch
    {
        CommandExecutionItem command => CommandStates.From(command, ended, _paths),
        FileChangeItem patch => FileChangeStates.From(patch, ended, _paths),
        McpToolCallItem call => ToolCallStates.From(call, ended),
        DynamicToolCallItem call => ToolCallStates.From(call, ended),
        WebSearchItem search => WebSearchStates.From(search, ended),
        _ => OtherStates.From(item, ended, _paths),
    };
}
