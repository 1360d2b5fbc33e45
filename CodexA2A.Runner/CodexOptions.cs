using System.ComponentModel.DataAnnotations;
using CodexA2A.Runner.Policies;
using CodexA2A.Tasks;
using Microsoft.Extensions.Options;

namespace CodexA2A.Runner;

/// <summary>Which Codex is run, with which home, configuration and limits. Section <c>Codex</c>.</summary>
public sealed class CodexOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Codex";

    /// <summary>Path of the Codex executable (the native binary or the npm launcher). Default: <c>CODEX_CLI_BIN</c>, then PATH, then the pinned version, installed once.</summary>
    public string? Executable { get; set; }

    /// <summary>CODEX_HOME for Codex. Default: a logged-in <c>~/.codex</c>, else a folder of our own in the data directory.</summary>
    public string? Home { get; set; }

    /// <summary>Folder for what this service keeps. Default: the value of <c>A2A:DataDirectory</c>, else <c>$XDG_DATA_HOME/codex-a2a</c>.</summary>
    public string? DataDirectory { get; set; }

    /// <summary>
    /// HOME that the agent's shell commands see. Default: a folder with an almost empty login profile in the data directory; <c>inherit</c>
    /// keeps the HOME of this service.
    /// </summary>
    public string? AgentHome { get; set; }

    /// <summary>Versions of Codex that are known to work. Default: <c>&gt;=0.169.0 &lt;0.170.0</c>.</summary>
    [Required(ErrorMessage = "Codex:SupportedVersions is empty. Remove it to use the default, or give a range such as \">=0.169.0 <0.170.0\".")]
    [RegularExpression(@"^\s*(?:(?:>=|<=|>|<|=)?\s*\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?\s*)+$",
        ErrorMessage = "Codex:SupportedVersions is not a version range. Write comparisons separated by spaces, for example \">=0.169.0 <0.170.0\".")]
    public string SupportedVersions { get; set; } = ">=0.169.0 <0.170.0";

    /// <summary>Run a Codex outside <c>SupportedVersions</c> all the same. Default: false.</summary>
    public bool AllowUnsupportedVersion { get; set; }

    /// <summary>
    /// What to do when a Codex asks for approvals in another way than this service was made for (its own JSON schema says so):
    /// <c>refuse</c> turns that could ask, or run all turns with the approval policy <c>never</c>. Default: refuse.
    /// </summary>
    [AllowedValues("refuse", "never", ErrorMessage = "Codex:OnSchemaDrift must be refuse or never.")]
    public string OnSchemaDrift { get; set; } = "refuse";

    /// <summary>
    /// Names of further environment variables that Codex gets. Default: none. Names of this service's own settings (A2A_*,
    /// ConnectionStrings__*, Parameters__*, OTEL_*) are never passed.
    /// </summary>
    public IList<string> PassEnvironment { get; set; } = [];

    /// <summary>Configuration overrides for Codex, dotted key to TOML value, as with its <c>-c</c>. Default: none.</summary>
    public IDictionary<string, string> Config { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Model of new threads. Default: Codex's own.</summary>
    public string? Model { get; set; }

    /// <summary>
    /// When Codex asks before it acts: <c>untrusted</c>, <c>on-request</c> or <c>never</c>. Default: Codex's own (<c>on-request</c>). The
    /// old value <c>on-failure</c> is read as <c>on-request</c>.
    /// </summary>
    [AllowedValues(null, "", "untrusted", "on-request", "never", "on-failure",
        ErrorMessage = "Codex:ApprovalPolicy must be one of untrusted, on-request, never.")]
    public string? ApprovalPolicy { get; set; }

    /// <summary>
    /// Sandbox of the agent's commands: <c>read-only</c>, <c>workspace-write</c>, <c>danger-full-access</c> (none), or <c>external</c>
    /// (none of Codex's: a container or a virtual machine around this service is the fence, security.md). Default: Codex's own.
    /// </summary>
    [AllowedValues(null, "", "read-only", "workspace-write", "danger-full-access", "external",
        ErrorMessage = "Codex:SandboxMode must be one of read-only, workspace-write, danger-full-access, external.")]
    public string? SandboxMode { get; set; }

    /// <summary>
    /// What Codex tells the agent of the network when <c>SandboxMode</c> is <c>external</c>: <c>restricted</c> or <c>enabled</c>. It closes
    /// nothing; the surroundings must. Default: restricted.
    /// </summary>
    [AllowedValues("restricted", "enabled", ErrorMessage = "Codex:ExternalSandboxNetwork must be restricted or enabled.")]
    public string ExternalSandboxNetwork { get; set; } = "restricted";

    /// <summary>
    /// What follows where the sandbox was not shown to keep what its mode promises (no write outside the workspace; no network unless
    /// Codex's configuration turns it on): <c>report</c> it, or <c>require</c> it and refuse turns and callers' commands until it does.
    /// <c>require</c> needs <c>SandboxMode</c>; <c>danger-full-access</c> and <c>external</c> promise nothing, so it refuses all with them.
    /// Default: report.
    /// </summary>
    [AllowedValues("report", "require", ErrorMessage = "Codex:SandboxPromise must be report or require.")]
    public string SandboxPromise { get; set; } = "report";

    /// <summary>What single principals may do, by principal; see <c>Codex:Policies:NAME</c>. Default: none, all may the same.</summary>
    public IDictionary<string, PolicyOptions> Policies { get; set; } = new Dictionary<string, PolicyOptions>(StringComparer.Ordinal);

    /// <summary>Reasoning effort of new threads, for example <c>low</c>, <c>medium</c>, <c>high</c>. Default: the model's own.</summary>
    public string? ReasoningEffort { get; set; }

    /// <summary>Reasoning summaries: <c>auto</c>, <c>concise</c>, <c>detailed</c> or <c>none</c>. Default: Codex's own.</summary>
    [AllowedValues(null, "", "auto", "concise", "detailed", "none",
        ErrorMessage = "Codex:ReasoningSummary must be one of auto, concise, detailed, none.")]
    public string? ReasoningSummary { get; set; }

    /// <summary>
    /// Let Codex take a snapshot of the login shell for each new thread. Default: false, which halves the cost of a first turn; worth true
    /// only with a slow login profile and many commands per thread.
    /// </summary>
    public bool ShellSnapshot { get; set; }

    /// <summary>Longest line Codex may print, in bytes; a longer one ends the process. Default: 33554432 (32 MiB).</summary>
    [NumberRange(65_536, 536_870_912, ErrorMessage = "Codex:MaxLineBytes must be between 65536 (64 KiB) and 536870912 (512 MiB).")]
    public int MaxLineBytes { get; set; } = 32 * 1024 * 1024;

    /// <summary>How long Codex may take to get ready after its start. Default: 00:00:30.</summary>
    [TimeRange("00:00:00.1", "00:10:00", ErrorMessage = "Codex:InitializeTimeout must be between 00:00:00.1 and 00:10:00.")]
    public TimeSpan InitializeTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long Codex may take to answer any other request. Default: 00:01:00.</summary>
    [TimeRange("00:00:00.1", "00:10:00", ErrorMessage = "Codex:RequestTimeout must be between 00:00:00.1 and 00:10:00.")]
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Threads at work in one Codex process before new ones go to a fresh process. Beyond three quarters of it in memory, idle ones are put
    /// away until their next turn (a loaded thread holds 1 to 2.5 MB); those started ahead of need do not count. Default: 64.
    /// </summary>
    [NumberRange(1, 100_000, ErrorMessage = "Codex:MaxLoadedThreads must be between 1 and 100000.")]
    public int MaxLoadedThreads { get; set; } = 64;

    /// <summary>Resident memory of one Codex process, in MiB, before new threads go to a fresh process. Default: 0, no limit.</summary>
    [NumberRange(0, 1_048_576, ErrorMessage = "Codex:MaxResidentMegabytes must be between 0 (no limit) and 1048576.")]
    public int MaxResidentMegabytes { get; set; }
}

/// <summary>Checks <see cref="CodexOptions"/> at start; each message says what to write instead.</summary>
[OptionsValidator]
internal sealed partial class CodexOptionsValidator : IValidateOptions<CodexOptions>;
