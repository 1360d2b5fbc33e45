using System.Globalization;
using System.Text.Json.Nodes;
using CodexA2A.Runner.AppServer;

namespace CodexA2A.Runner.Sandbox;

/// <summary>What a command in the sandbox of the agent's commands could do when it was tried; each answer is <c>yes</c>, <c>no</c> or <c>unknown</c>. Pure.</summary>
/// <param name="Mode">What Codex was asked for: one of <see cref="SandboxModes"/>, or <c>default</c> where nothing names one.</param>
/// <param name="NetworkAllowed">The configuration turns the network on, so that nothing is promised of it.</param>
/// <param name="TriedAt">When.</param>
internal sealed record SandboxReport(string Mode, bool NetworkAllowed, DateTimeOffset TriedAt)
{
    public const string Yes = "yes";
    public const string No = "no";
    public const string Unknown = "unknown";

    /// <summary>Value of <see cref="Holds"/>: the mode promises nothing that could be kept.</summary>
    public const string Nothing = "nothing_promised";

    /// <summary>It wrote a file outside the workspace and the temporary folders.</summary>
    public string WritesOutside { get; init; } = Unknown;

    /// <summary>It read the environment of the service or of its Codex.</summary>
    public string ReadsParentEnvironment { get; init; } = Unknown;

    /// <summary>It reached a port of this machine.</summary>
    public string ReachesNetwork { get; init; } = Unknown;

    /// <summary>It read a file in CODEX_HOME.</summary>
    public string ReadsCodexHome { get; init; } = Unknown;

    /// <summary>It read a file in the data directory.</summary>
    public string ReadsDataDirectory { get; init; } = Unknown;

    /// <summary>Why it could not be tried, for the operator; null when it could.</summary>
    public string? Problem { get; init; }

    /// <summary>Whether what the mode promises is kept: no write outside, and no network unless the configuration turns it on.</summary>
    public string Holds => Mode is SandboxModes.None or SandboxModes.External ? Nothing : Kept([WritesOutside, NetworkAllowed ? No : ReachesNetwork]);

    /// <summary>From what was seen.</summary>
    /// <param name="subject">Which sandbox.</param>
    /// <param name="seen">What was seen.</param>
    /// <param name="now">The time.</param>
    public static SandboxReport Judge(SandboxSubject subject, ProbeSeen seen, DateTimeOffset now)
    {
        var said = ProbeScript.Parse(seen.Output);
        var ran = said.ContainsKey(ProbeScript.End);
        return new SandboxReport(subject.Mode, subject.NetworkAllowed, now)
        {
            // What came of it counts, not what the script says; that nothing came counts only where it was tried.
            WritesOutside = Found(seen.Written, ran && seen.HasOutside),
            ReachesNetwork = Found(seen.Connected, ran && said.ContainsKey(ProbeScript.Network)),
            ReadsParentEnvironment = said.GetValueOrDefault(ProbeScript.Environment, Unknown),
            ReadsCodexHome = said.GetValueOrDefault(ProbeScript.Home, Unknown),
            ReadsDataDirectory = said.GetValueOrDefault(ProbeScript.Data, Unknown),
            Problem = ran ? null : seen.Problem ?? "The command did not run to its end.",
        };
    }

    /// <summary>All of it, as texts: for <c>codex.sandbox.report</c> and the extended card.</summary>
    public JsonObject ToJson() => new()
    {
        ["mode"] = Mode,
        ["holds"] = Holds,
        ["writes_outside"] = WritesOutside,
        ["reaches_network"] = ReachesNetwork,
        ["network_allowed"] = NetworkAllowed ? Yes : No,
        ["reads_parent_environment"] = ReadsParentEnvironment,
        ["reads_codex_home"] = ReadsCodexHome,
        ["reads_data_directory"] = ReadsDataDirectory,
        ["tried_at"] = Time,
    };

    /// <summary>The short form, <c>metadata.codex.sandbox</c> of a task.</summary>
    public JsonObject ToMetadata() => new() { ["mode"] = Mode, ["holds"] = Holds, ["tried_at"] = Time };

    /// <summary>All answers in one line.</summary>
    public string Summary => $"{Mode}: promise kept: {Holds.Replace('_', ' ')}; writes outside: {WritesOutside}; reaches the network: {ReachesNetwork}{(NetworkAllowed ? " (allowed)" : "")}; "
        + $"reads the service's environment: {ReadsParentEnvironment}; CODEX_HOME: {ReadsCodexHome}; the data directory: {ReadsDataDirectory}";

    private string Time => TriedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Found(bool seen, bool tried) => seen ? Yes : tried ? No : Unknown;

    private static string Kept(string[] broken) => broken.Contains(Yes) ? No : broken.Contains(Unknown) ? Unknown : Yes;
}

/// <summary>What was seen of a try.</summary>
/// <param name="Output">What the script printed.</param>
/// <param name="HasOutside">There was a folder outside to write to.</param>
/// <param name="Written">The file is there.</param>
/// <param name="Connected">The word came over the network.</param>
/// <param name="Problem">Why the script did not run.</param>
internal sealed record ProbeSeen(string Output, bool HasOutside, bool Written, bool Connected, string? Problem = null);
