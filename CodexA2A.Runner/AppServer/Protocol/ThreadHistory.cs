namespace CodexA2A.Runner.AppServer.Protocol;

/// <summary>
/// Parameters of <c>thread/turns/list</c>; newest first unless <see cref="SortDirection"/> is <c>asc</c>.
/// <see cref="ItemsView"/>: <c>notLoaded</c>, <c>summary</c> or <c>full</c>.
/// </summary>
internal sealed record ThreadTurnsListParams(
    string ThreadId,
    string? Cursor = null,
    int? Limit = null,
    string? SortDirection = null,
    string? ItemsView = null);

/// <summary>One page of turns.</summary>
internal sealed record ThreadTurnsListResult(IReadOnlyList<CodexTurn> Data, string? NextCursor = null, string? BackwardsCursor = null);

/// <summary>Parameters of <c>thread/items/list</c>; oldest first unless <see cref="SortDirection"/> is <c>desc</c>.</summary>
internal sealed record ThreadItemsListParams(
    string ThreadId,
    string? TurnId = null,
    string? Cursor = null,
    int? Limit = null,
    string? SortDirection = null);

/// <summary>One page of items.</summary>
internal sealed record ThreadItemsListResult(IReadOnlyList<ThreadItemEntry> Data, string? NextCursor = null, string? BackwardsCursor = null);

/// <summary>An item of the history and the turn it belongs to. Times are Unix milliseconds.</summary>
internal sealed record ThreadItemEntry(string TurnId, ThreadItem Item, long? StartedAtMs = null, long? CompletedAtMs = null);
