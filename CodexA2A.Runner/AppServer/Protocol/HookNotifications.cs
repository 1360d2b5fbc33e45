namespace CodexA2A.Runner.AppServer.Protocol;

/// <summary><c>hook/started</c>: a hook of this installation runs.</summary>
internal sealed record HookStartedNotification(HookRun? Run) : Notification;

/// <summary><c>hook/completed</c>.</summary>
internal sealed record HookCompletedNotification(HookRun? Run) : Notification;

/// <summary>
/// One run of a hook. Ids come again with the next run of the same hook. <see cref="Status"/>: <c>running</c>, <c>completed</c>,
/// <c>failed</c>, <c>blocked</c> (it refused what it was asked about) or <c>stopped</c>.
/// </summary>
internal sealed record HookRun(
    string Id,
    string? EventName = null,
    string? Status = null,
    string? StatusMessage = null,
    IReadOnlyList<HookOutputEntry>? Entries = null,
    long? DurationMs = null);

/// <summary>Something a hook said; <see cref="Kind"/>: <c>warning</c>, <c>stop</c>, <c>feedback</c>, <c>context</c> or <c>error</c>.</summary>
internal sealed record HookOutputEntry(string? Kind = null, string? Text = null);
