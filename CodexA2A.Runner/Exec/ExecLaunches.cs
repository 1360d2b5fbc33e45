using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.Policies;
using CodexA2A.Runner.Sandbox;
using CodexA2A.Runner.Threads;
using CodexA2A.Tasks;
using Microsoft.Extensions.Options;

namespace CodexA2A.Runner.Exec;

/// <summary>From what a caller asked to what is started: in the sandbox of the agent's commands, and never longer than the settings say.</summary>
internal sealed class ExecLaunches(AppServerHost host, CommandSandbox sandbox, SandboxPromise promise, PrincipalPolicies policies, IOptions<RunnerOptions> runner)
{
    /// <summary>A Codex process, and what it is asked. One that dies before it has answered costs a second try: nothing has begun.</summary>
    /// <param name="run">What the caller asked.</param>
    /// <param name="folder">Absolute path of its folder.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <exception cref="CodexUnavailableException">There is no process.</exception>
    /// <exception cref="AppServerException">Codex does not tell its configuration.</exception>
    /// <exception cref="TurnRefusedException">The sandbox is not shown to keep its promise, and must be.</exception>
    public async Task<(AppServerClient Client, ExecLaunch Launch)> OfAsync(RunExec run, string folder, CancellationToken cancellationToken)
    {
        var policy = policies.Of(run.Owner.Principal);
        await promise.PassAsync(policy, cancellationToken);
        var client = await host.GetAsync(cancellationToken);
        try
        {
            return (client, await OfAsync(policy, run, folder, client, cancellationToken));
        }
        catch (AppServerDiedException)
        {
            client = await host.GetAsync(cancellationToken);
            return (client, await OfAsync(policy, run, folder, client, cancellationToken));
        }
    }

    /// <summary>The process does not end what it was told to end: it gets nothing new, and is replaced.</summary>
    public void Distrust(AppServerClient client) => host.MarkDraining(client, "it did not end a command of a caller's.");

    private async Task<ExecLaunch> OfAsync(PrincipalPolicy policy, RunExec run, string folder, AppServerClient client, CancellationToken cancellationToken)
    {
        var limit = runner.Value.ExecTimeout;
        return new ExecLaunch(
            run.Command, folder, run.TimeoutMs is { } asked && asked < limit.TotalMilliseconds ? TimeSpan.FromMilliseconds(asked) : limit, run.OutputBytesCap)
        {
            Sandbox = await sandbox.OfAsync(client, folder, policy.SandboxMode, cancellationToken),
            Tty = run.Tty,
            Rows = run.Rows,
            Cols = run.Cols,
        };
    }
}
