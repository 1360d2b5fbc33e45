using CodexA2A.Runner;
using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Sandbox;
using CodexA2A.Runner.Workspaces;

namespace CodexA2A.Cli.Doctor;

/// <summary>Tries what a confined command can do, as a runner does at its start, by <c>codex sandbox</c> instead of a Codex that serves.</summary>
internal static class ConfinedProbe
{
    /// <summary>The answers; the mode is that of the setting, else Codex's own.</summary>
    public static async Task<SandboxFact> TryAsync(
        string codex, CodexOptions options, string home, string data, string workspace, IReadOnlyDictionary<string, string> variables, CancellationToken cancellationToken)
    {
        var folder = WorkspaceFolder.RealPath(Path.GetFullPath(workspace));
        // What the configuration adds to the mode is Codex's to read here; only whether it may turn the network on is looked for.
        var network = options.Config.Any(entry => entry.Key.Contains("network_access", StringComparison.Ordinal) && entry.Value.Trim() == "true")
            || (new CodexHome(home, Own: false).ReadConfig()?.Contains("network_access", StringComparison.Ordinal) ?? false);
        var subject = SandboxSubject.Of(options, new ConfigSandbox(null, new ConfigWorkspaceWrite(NetworkAccess: network)), folder);
        var site = new ProbeSite(folder, home, Directory.Exists(data) ? data : null, CodexPaths.UserHome(variables)) { Processes = [Environment.ProcessId] };
        var report = await SandboxProbe.TryAsync(subject, site, RunAsync, TimeProvider.System, cancellationToken);
        return new SandboxFact(report.Holds switch { SandboxReport.Yes => true, SandboxReport.No => false, _ => null }, report.Summary, report.Problem);

        async Task<ProbeAnswer> RunAsync(IReadOnlyList<string> command, CancellationToken token)
        {
            string[] mode = options.SandboxMode is { Length: > 0 } named ? ["-c", $"sandbox_mode={LaunchArguments.TomlString(named)}"] : [];
            string[] more = [.. options.Config.SelectMany(entry => new[] { "-c", $"{entry.Key}={entry.Value}" })];
            var result = await ToolProcess.RunAsync(codex, ["sandbox", .. mode, .. more, "--", .. command], folder, SandboxProbe.Limit, TimeProvider.System, token);
            return result is null ? new ProbeAnswer("", "Codex could not be started.") : new ProbeAnswer(result.Output, result.ExitCode == 0 ? null : result.Error);
        }
    }
}
