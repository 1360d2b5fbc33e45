namespace CodexA2A.Runner.AppServer.Protocol;

/// <summary>
/// A turn. <see cref="Status"/> is <c>inProgress</c>, <c>completed</c>, <c>interrupted</c> or <c>failed</c>.
/// Times are Unix seconds, the duration milliseconds. After a kill a cut turn reads <c>interrupted</c> without <see cref="CompletedAt"/>.
/// </summary>
internal sealed record CodexTurn(
    string Id,
    string Status,
    string? RootTurnId = null,
    TurnError? Error = null,
    IReadOnlyList<ThreadItem>? Items = null,
    string? ItemsView = null,
    long? StartedAt = null,
    long? CompletedAt = null,
    long? DurationMs = null);

/// <summary>Values of <see cref="CodexTurn.Status"/>.</summary>
internal static class TurnStatuses
{
    /// <summary>Still running.</summary>
    public const string InProgress = "inProgress";

    /// <summary>Ended by itself.</summary>
    public const string Completed = "completed";

    /// <summary>Ended by <c>turn/interrupt</c>, by a <c>cancel</c> decision, or cut off by the end of the process.</summary>
    public const string Interrupted = "interrupted";

    /// <summary>Ended with an error.</summary>
    public const string Failed = "failed";
}
