namespace CodexA2A.Runner.AppServer.Protocol;

/// <summary>
/// <c>item/fileChange/requestApproval</c>. The diff is not in it: take it from the <see cref="FileChangeItem"/> with
/// <see cref="ItemId"/> that was started before.
/// </summary>
internal sealed record FileChangeApprovalRequest(string ItemId, string? Reason = null, string? GrantRoot = null) : ServerRequest, IOfItem;

/// <summary>Answer to a file change approval. On <c>cancel</c> the item never completes.</summary>
internal sealed record FileChangeApprovalResponse(string Decision) : ServerRequestResponse;

/// <summary>Values of <see cref="FileChangeApprovalResponse.Decision"/>.</summary>
internal static class FileChangeDecisions
{
    /// <summary>Apply it.</summary>
    public const string Accept = "accept";

    /// <summary>Apply it, and do not ask again in this thread.</summary>
    public const string AcceptForSession = "acceptForSession";

    /// <summary>Refuse; the turn goes on.</summary>
    public const string Decline = "decline";

    /// <summary>Refuse; the turn ends as interrupted.</summary>
    public const string Cancel = "cancel";
}
