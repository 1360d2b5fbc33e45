namespace CodexA2A.Runner.AppServer.Protocol;

/// <summary><c>thread/started</c>; may come after the answer of the next request.</summary>
internal sealed record ThreadStartedNotification(CodexThread Thread) : Notification;

/// <summary><c>thread/status/changed</c>.</summary>
internal sealed record ThreadStatusChangedNotification(ThreadStatus Status) : Notification;

/// <summary><c>serverRequest/resolved</c>: that request is answered or void; after an interrupt it may follow <c>turn/completed</c>.</summary>
internal sealed record ServerRequestResolvedNotification(RequestId RequestId) : Notification;

/// <summary><c>thread/archived</c>.</summary>
internal sealed record ThreadArchivedNotification : Notification;

/// <summary><c>thread/unarchived</c>.</summary>
internal sealed record ThreadUnarchivedNotification : Notification;

/// <summary><c>thread/deleted</c>.</summary>
internal sealed record ThreadDeletedNotification : Notification;

/// <summary><c>thread/closed</c>: the thread left memory.</summary>
internal sealed record ThreadClosedNotification : Notification;

/// <summary><c>thread/name/updated</c>.</summary>
internal sealed record ThreadNameUpdatedNotification(string? ThreadName = null) : Notification;

/// <summary><c>warning</c>: for a thread, or for the whole process.</summary>
internal sealed record WarningNotification(string? Message) : Notification;

/// <summary><c>guardianWarning</c>.</summary>
internal sealed record GuardianWarningNotification(string? Message) : Notification;
