namespace CodexA2A.Runner.AppServer.Protocol;

/// <summary>Parameters of the calls that name only a thread.</summary>
internal sealed record ThreadIdParams(string ThreadId);

/// <summary>Parameters of calls without any; Codex wants the member all the same.</summary>
internal sealed record EmptyParams;

/// <summary>Answer of calls that say nothing.</summary>
internal sealed record EmptyResult;

/// <summary>Parameters of <c>thread/read</c>.</summary>
internal sealed record ThreadReadParams(string ThreadId, bool IncludeTurns = false);

/// <summary>Answer to <c>thread/read</c> and <c>thread/unarchive</c>.</summary>
internal sealed record ThreadResult(CodexThread Thread);

/// <summary>Parameters of <c>thread/name/set</c>.</summary>
internal sealed record ThreadSetNameParams(string ThreadId, string Name);

/// <summary>Answer to <c>thread/unsubscribe</c>: <c>notLoaded</c>, <c>notSubscribed</c> or <c>unsubscribed</c>.</summary>
internal sealed record ThreadUnsubscribeResult(string Status);

/// <summary>Parameters of <c>thread/loaded/list</c>.</summary>
internal sealed record ThreadLoadedListParams(string? Cursor = null, int? Limit = null);

/// <summary>Answer to <c>thread/loaded/list</c>: ids of the threads in memory.</summary>
internal sealed record ThreadLoadedListResult(IReadOnlyList<string> Data, string? NextCursor = null);
