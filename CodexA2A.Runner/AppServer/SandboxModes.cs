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

    /// <summary>How much a mode lets a command do, to compare two; the surroundings of <see cref="External"/> are some fence.</summary>
    public static int Width(string mode) => mode switch { "read-only" => 0, "workspace-write" => 1, External => 2, _ => 3 };

    /// <summary>What a thread and the configuration get; null leaves it to Codex.</summary>
    public static string? OfThread(string? sandboxMode) => sandboxMode switch
    {
        External => "read-only",
        { Length: > 0 } mode => mode,
        _ => null,
    };

    /// <summary>Whether commands may write in their folder and the temporary ones, and nowhere else.</summary>
    public static bool Writes(string? sandboxMode) => sandboxMode == "workspace-write";

    /// <summary>What a command of a person's gets, nothing more than one of the agent's in that folder; null leaves it to Codex's own configuration.</summary>
    /// <param name="sandboxMode">The mode; null or empty where nothing names one.</param>
    /// <param name="options">Settings.</param>
    /// <param name="folder">Absolute path of the folder.</param>
    /// <param name="configured">What Codex's own configuration says of what may be written.</param>
    public static SandboxPolicy? OfCommand(string? sandboxMode, CodexOptions options, string folder, ConfigWorkspaceWrite? configured) => sandboxMode switch
    {
        "read-only" => new ReadOnlyPolicy(),
        "workspace-write" => new WorkspaceWritePolicy(
            [folder], ExcludeTmpdirEnvVar: configured?.ExcludeTmpdirEnvVar is true, ExcludeSlashTmp: configured?.ExcludeSlashTmp is true),
        None => new DangerFullAccessPolicy(),
        External => OfTurn(sandboxMode, options),
        _ => null,
    };

    /// <summary>What each turn gets; null keeps that of the thread.</summary>
    public static SandboxPolicy? OfTurn(string? sandboxMode, CodexOptions options) =>
        sandboxMode == External ? new ExternalSandboxPolicy(options.ExternalSandboxNetwork) : null;
}
