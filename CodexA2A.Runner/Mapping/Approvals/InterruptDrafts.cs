using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Mapping.Text;

namespace CodexA2A.Runner.Mapping.Approvals;

/// <summary>From a request of Codex to the question a person sees. Pure.</summary>
internal static class InterruptDrafts
{
    /// <summary>Most bytes of a diff, a command or a schema in the details.</summary>
    internal const int MaxDetail = 32 * 1024;

    /// <summary>How every permission is answered.</summary>
    internal const string HowToDecide = "Reply approve, approve for session, deny or cancel.";

    /// <summary>The question; null for a request that no client can answer.</summary>
    /// <param name="request">What Codex asks.</param>
    /// <param name="patch">For a file change: the item that was started before, which has the diffs.</param>
    /// <param name="paths">How paths are shown.</param>
    public static InterruptDraft? From(ServerRequest request, FileChangeItem? patch, WorkspacePaths paths) => request switch
    {
        CommandApprovalRequest command => CommandDraft.From(command, paths),
        FileChangeApprovalRequest change => FileChangeDraft.From(change, patch, paths),
        UserInputRequest questions => QuestionDraft.From(questions),
        PermissionsApprovalRequest permissions => PermissionsDraft.From(permissions, paths),
        ElicitationRequest elicitation => ElicitationDraft.From(elicitation),
        _ => null,
    };
}
