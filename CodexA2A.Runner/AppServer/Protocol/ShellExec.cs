namespace CodexA2A.Runner.AppServer.Protocol;

/// <summary>Parameters of <c>command/exec</c> for a command that is waited for.</summary>
internal sealed record ShellExecParams(IReadOnlyList<string> Command, string Cwd, long TimeoutMs, long OutputBytesCap, SandboxPolicy? SandboxPolicy = null);

/// <summary>Answer to <c>command/exec</c>; a command that took too long has exit code 124.</summary>
internal sealed record ShellExecResult(int ExitCode, string? Stdout = null, string? Stderr = null);
