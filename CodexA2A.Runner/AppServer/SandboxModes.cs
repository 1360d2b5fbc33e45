using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.AppServer;

/// <summary>
/// <c>Codex:SandboxMode</c> in Codex's own words. <c>external</c> is none of its modes, only a policy of a turn: threads and
/// configuration say read-only then, so that nothing can run without a fence unless its turn says that it stands outside.
/// </summary>
internal static class SandboxModes
{
    /// <summary>The surroundings are the fence.</summary>
    public const string External = "external";

    /// <summary>There is no fence.</summary>
    public const string None = "danger-full-access";

    /// <summary>Whether it is one of them.</summary>
    public static bool IsKnown(string? mode) => mode is "read-only" or "workspace-write" or None or External;

    /// <summary>What a thread and the configuration get; null leaves it to Codex.</summary>
    public static string? OfThread(CodexOptions options) => options.SandboxMode switch
    {
        External => "read-only",
        { Length: > 0 } mode => mode,
        _ => null,
    };

    /// <summary>Whether commands may write in their folder and the temporary ones, and nowhere else.</summary>
    public static bool Writes(CodexOptions options) => options.SandboxMode == "workspace-write";

    /// <summary>What a command of a person's gets, nothing more than one of the agent's in that folder; null leaves it to Codex's own configuration.</summary>
    /// <param name="options">Settings.</param>
    /// <param name="folder">Absolute path of the folder.</param>
    /// <param name="configured">What Codex's own configuration says of what may be written.</param>
    public static SandboxPolicy? OfCommand(CodexOptions options, string folder, ConfigWorkspaceWrite? configured) => options.SandboxMode switch
    {
        "read-only" => new ReadOnlyPolicy(),
        "workspace-write" => new WorkspaceWritePolicy(
            [folder], ExcludeTmpdirEnvVar: configured?.ExcludeTmpdirEnvVar is true, ExcludeSlashTmp: configured?.ExcludeSlashTmp is true),
        None => new DangerFullAccessPolicy(),
        External => OfTurn(options),
        _ => null,
    };

    /// <summary>What each turn gets; null keeps that of the thread.</summary>
    public static SandboxPolicy? OfTurn(CodexOptions options) =>
        options.SandboxMode == External ? new ExternalSandboxPolicy(options.ExternalSandboxNetwork) : null;
}
