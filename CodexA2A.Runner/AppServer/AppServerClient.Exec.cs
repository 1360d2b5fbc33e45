using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.AppServer;

/// <summary>Commands without a thread, while they run.</summary>
internal sealed partial class AppServerClient
{
    /// <summary>Follows the output of a command; begin before <see cref="ExecAsync"/>.</summary>
    /// <exception cref="AppServerDiedException">The process is gone.</exception>
    public ThreadSubscription FollowExec(string processId) => _connection.Subscribe(ExecOutputDeltaNotification.FollowedAs(processId));

    /// <summary><c>command/exec</c>: answered at the command's end, behind all its output; no limit of ours applies.</summary>
    public Task<ShellExecResult> ExecAsync(ExecParams parameters, CancellationToken cancellationToken) =>
        _connection.CallLongAsync("command/exec", parameters, AppServerJson.Default.ExecParams, AppServerJson.Default.ShellExecResult, cancellationToken);

    /// <summary><c>command/exec/write</c>: answered when the command has room for it, which may be never; no limit of ours applies.</summary>
    public Task WriteExecAsync(ExecWriteParams parameters, CancellationToken cancellationToken) =>
        _connection.CallLongAsync("command/exec/write", parameters, AppServerJson.Default.ExecWriteParams, AppServerJson.Default.EmptyResult, cancellationToken);

    /// <summary><c>command/exec/resize</c>: comes behind what is written.</summary>
    public Task ResizeExecAsync(ExecResizeParams parameters, CancellationToken cancellationToken) =>
        _connection.CallLongAsync("command/exec/resize", parameters, AppServerJson.Default.ExecResizeParams, AppServerJson.Default.EmptyResult, cancellationToken);

    /// <summary><c>command/exec/terminate</c>: kills the command; what it started in a session of its own may live on.</summary>
    public Task TerminateExecAsync(string processId, CancellationToken cancellationToken) =>
        CallAsync("command/exec/terminate", new ExecTerminateParams(processId), AppServerJson.Default.ExecTerminateParams, AppServerJson.Default.EmptyResult, cancellationToken);
}
