using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.Policies;
using CodexA2A.Runner.Threads;
using Microsoft.Extensions.Options;

namespace CodexA2A.Runner.Sandbox;

/// <summary>Lets work pass, and refuses it where the setting wants the sandbox's promise kept and that was not shown.</summary>
internal sealed class SandboxPromise(
    AppServerHost host, IOptions<CodexOptions> options, SandboxWatch watch, SandboxTries tries, SandboxFindings findings, TimeProvider time)
{
    /// <summary>Value of <c>Codex:SandboxPromise</c>: turns are refused until a try has shown that the promise is kept.</summary>
    public const string Require = "require";

    private readonly bool _required = options.Value.SandboxPromise == Require;

    /// <summary>Lets work pass: at once by default; with <c>require</c> when the promise is shown to be kept, waiting for a try that runs.</summary>
    /// <param name="policy">Whose work it is.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="TurnRefusedException">SANDBOX_NOT_MET.</exception>
    /// <exception cref="CodexUnavailableException">There is no Codex to try it with.</exception>
    public async Task PassAsync(PrincipalPolicy policy, CancellationToken cancellationToken)
    {
        var client = _required ? await host.GetAsync(cancellationToken) : tries.IsChanged() ? host.Clients.FirstOrDefault(one => !one.IsDraining) : null;
        if (client is not null && tries.IsStale(policy))
        {
            watch.Ask(client);
        }

        if (!_required)
        {
            return;
        }

        var settled = watch.Settled;
        await Task.WhenAny(settled, Task.Delay(SandboxTrial.Limit * findings.Modes.Count, time, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        if (findings.Of(policy) is not { Holds: SandboxReport.Yes } || !settled.IsCompleted)
        {
            throw SandboxRefusal.Of(findings.Of(policy));
        }
    }
}
