using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Threads;
using Microsoft.Extensions.Options;

namespace CodexA2A.Runner.Sandbox;

/// <summary>How the sandbox is tried with a Codex process: which one it is, where, and by what call.</summary>
internal sealed class SandboxTrial(IOptions<CodexOptions> options, ThreadSpecs specs, CodexHome home, ParentEnvironment environment, TimeProvider time)
{
    /// <summary>How long one may take, the asking included.</summary>
    public static readonly TimeSpan Limit = SandboxProbe.Limit + TimeSpan.FromSeconds(5);

    /// <summary>As far as it is known without asking Codex.</summary>
    /// <param name="mode">The mode of a policy; null for what holds for all.</param>
    public SandboxSubject Assumed(string? mode) => SandboxSubject.Of(options.Value, null, specs.WorkspaceRoot, mode);

    /// <summary>The sandbox that turns get in a process.</summary>
    /// <param name="client">The process.</param>
    /// <param name="mode">The mode of a policy; null for what holds for all.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    public async Task<SandboxSubject> SubjectAsync(AppServerClient client, string? mode, CancellationToken cancellationToken)
    {
        ConfigSandbox? config = null;
        try
        {
            // What is required is named by each turn, and is nothing that a project chooses; else a thread has what its project adds.
            config = (await client.ReadConfigAsync(options.Value.SandboxPromise == SandboxPromise.Require ? null : specs.WorkspaceRoot, cancellationToken)).Config;
        }
        catch (AppServerRequestException)
        {
            // It does not tell.
        }

        return SandboxSubject.Of(options.Value, config, specs.WorkspaceRoot, mode);
    }

    /// <summary>Tries it once.</summary>
    public Task<SandboxReport> RunAsync(AppServerClient client, SandboxSubject subject, CancellationToken cancellationToken) =>
        SandboxProbe.TryAsync(subject, Site(client), (command, token) => RunAsync(client, subject, command, token), time, cancellationToken);

    /// <summary>The report of one that came to nothing.</summary>
    public SandboxReport Failed(SandboxSubject subject, string problem) =>
        SandboxReport.Judge(subject, new ProbeSeen("", false, false, false, problem), time.GetUtcNow());

    /// <summary>Removes what tries of dead services left; how many there were.</summary>
    public int Sweep() => ProbeFolder.Sweep(ProbePlaces.Parents(Site([])), time.GetUtcNow());

    private ProbeSite Site(AppServerClient client) => Site([Environment.ProcessId, client.Pid]);

    private ProbeSite Site(IReadOnlyList<int> processes)
    {
        var data = CodexPaths.Data(options.Value, environment.Variables);
        return new ProbeSite(specs.WorkspaceRoot, home.Path, Directory.Exists(data) ? data : null, CodexPaths.UserHome(environment.Variables))
        {
            Processes = processes,
        };
    }

    // Not as a request with a limit of its own: one that is slow here says nothing against the process.
    // In a folder of its own: in a writable one Codex makes mount points (.git, .codex), which a turn's patch must not meet in the workspace.
    private async Task<ProbeAnswer> RunAsync(AppServerClient client, SandboxSubject subject, IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        using var stand = new ProbeFolder(home.Path);
        var result = await client.ExecAsync(
            new ExecParams(command, $"probe-{Guid.NewGuid():n}", stand.Path, (long)SandboxProbe.Limit.TotalMilliseconds, SandboxProbe.OutputBytes)
            {
                SandboxPolicy = subject.At(stand.Path).Policy,
                StreamStdin = false,
                StreamStdoutStderr = false,
            },
            cancellationToken);
        return new ProbeAnswer(result.Stdout ?? "", result.ExitCode == 0 ? null : $"{result.Stderr}\nexit code {result.ExitCode}");
    }
}
