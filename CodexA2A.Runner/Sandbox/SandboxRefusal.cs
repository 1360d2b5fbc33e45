using CodexA2A.Runner.Threads;

namespace CodexA2A.Runner.Sandbox;

/// <summary>What a caller is told whose turn is not run because the sandbox is not shown to keep its promise.</summary>
internal static class SandboxRefusal
{
    /// <summary>The reason word.</summary>
    public const string Code = "SANDBOX_NOT_MET";

    /// <summary>The refusal.</summary>
    /// <param name="report">The last try; null when there was none.</param>
    public static TurnRefusedException Of(SandboxReport? report) => new(Code, $"""
        This service runs commands only in a sandbox that was shown to keep its promise (Codex:SandboxPromise=require), and {report switch
    {
        null => "it has not been tried yet",
        { Holds: SandboxReport.Nothing } => $"{report.Mode} promises nothing",
        { Holds: SandboxReport.No } => $"a command in {report.Mode} could {Broken(report)}",
        _ => "the last try did not show it",
    }}. Its operator finds more in the log and with `codex-a2a doctor`.
        """);

    private static string Broken(SandboxReport report) => string.Join(" and ", ((string?[])
    [
        report.WritesOutside == SandboxReport.Yes ? "write outside the workspace" : null,
        report is { ReachesNetwork: SandboxReport.Yes, NetworkAllowed: false } ? "reach the network" : null,
    ]).OfType<string>());
}
