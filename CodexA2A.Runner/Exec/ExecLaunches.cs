using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.Policies;
using CodexA2A.Runner.Sandbox;
using CodexA2A.Runner.Threads;
using CodexA2A.Tasks;
using Microsoft.Extensions.Options;

namespace CodexA2A.Runner.Exec;

/// <summary>From what a caller asked to what is started: in the sandbox of the agent's commands, and never longer than the settings say.</summary>
internal sealed class ExecLaunches(AppServerHost host, CommandSandbox sandbox, SandboxWatch promise, PrincipalPolicies policies, IOptions<RunnerOptions> runner)
{
    /// <summary>What Codex is asked.</summary>
    /// <param name="run">What the caller asked.</param>
    /// <param name="folder">Absolute path of its folder.</param>
    /// <param name="client">The process that it is asked of.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    public async Task<ExecLaunch> OfAsync(RunExec run, string folder, AppServerClient client, CancellationToken cancellationToken)
    {
        var limit = runner.Value.ExecTimeout;
        return new ExecLaunch(
            run.Command, folder, run.TimeoutMs is { } asked && asked < limit.TotalMilliseconds ? TimeSpan.FromMilliseconds(asked) : limit, run.OutputBytesCap)
        {
            Sandbox = await sandbox.OfAsync(client, folder, policies.Of(run.Owner.Principal).SandboxMode, cancellationToken),
            Tty = run.Tty,
            Rows = run.Rows,
            Cols = run.Cols,
        };
    }

    /// <summary>The process does not end what it was told to end: it gets nothing new, and is replaced.</summary>
    public void Distrust(AppServerClient client) => host.MarkDraining(client, "it did not end a command of a caller's.");

    /// <summary>A Codex process to run a command of the owner's in.</summary>
    /// <exception cref="CodexUnavailableException">There is none.</exception>
    /// <exception cref="TurnRefusedException">The sandbox is not shown to keep its promise, and must be.</exception>
    public async Task<AppServerClient> ClientAsync(Owner owner, CancellationToken cancellationToken)
    {
        await promise.PassAsync(policies.Of(owner.Principal), cancellationToken);
        return await host.GetAsync(cancellationToken);
    }
}
