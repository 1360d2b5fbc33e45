namespace CodexA2A.Runner.AppServer.Protocol;

/// <summary>
/// A shell command. <see cref="Source"/>: <c>agent</c>, <c>userShell</c>, <c>unifiedExecStartup</c>, <c>unifiedExecInteraction</c>.
/// <see cref="Status"/>: <c>inProgress</c>, <c>completed</c>, <c>failed</c>, <c>declined</c>.
/// <see cref="AggregatedOutput"/> is what counts (output deltas are best effort); Codex caps it near 1 MiB.
/// </summary>
internal sealed record CommandExecutionItem(
    string? Command = null,
    string? Cwd = null,
    string? ProcessId = null,
    string? Source = null,
    string? Status = null,
    IReadOnlyList<CommandAction>? CommandActions = null,
    string? AggregatedOutput = null,
    int? ExitCode = null,
    long? DurationMs = null) : ThreadItem;

/// <summary>Codex's reading of a command: <c>read</c>, <c>listFiles</c>, <c>search</c> or <c>unknown</c>, with the fields of that kind.</summary>
internal sealed record CommandAction(string Type, string? Command = null, string? Name = null, string? Path = null, string? Query = null);
