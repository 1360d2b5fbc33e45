namespace CodexA2A.Runner.AppServer.Protocol;

/// <summary>Answer to <c>command/exec</c>; a command that took too long has exit code 124.</summary>
internal sealed record ShellExecResult(int ExitCode, string? Stdout = null, string? Stderr = null);
