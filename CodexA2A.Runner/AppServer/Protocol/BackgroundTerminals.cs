namespace CodexA2A.Runner.AppServer.Protocol;

/// <summary>Parameters of <c>thread/backgroundTerminals/list</c> (experimental).</summary>
internal sealed record BackgroundTerminalsListParams(string ThreadId, string? Cursor = null, int? Limit = null);

/// <summary>One page of commands that still run after their turn.</summary>
internal sealed record BackgroundTerminalsListResult(IReadOnlyList<BackgroundTerminal> Data, string? NextCursor = null);

/// <summary>A command that still runs.</summary>
internal sealed record BackgroundTerminal(string ItemId, string ProcessId, string? Command = null, string? Cwd = null, int? OsPid = null);
