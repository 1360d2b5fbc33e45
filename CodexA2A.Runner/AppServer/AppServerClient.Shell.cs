using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.AppServer;

/// <summary>Commands without a thread.</summary>
internal sealed partial class AppServerClient
{
    /// <summary><c>command/exec</c>: runs a command in the sandbox that is given, and answers at its end.</summary>
    public Task<ShellExecResult> RunShellAsync(ShellExecParams parameters, CancellationToken cancellationToken) =>
        CallAsync("command/exec", parameters,
            AppServerJson.Default.ShellExecParams, AppServerJson.Default.ShellExecResult, cancellationToken);
}
