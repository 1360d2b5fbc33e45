using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Envelope;

namespace CodexA2A.Cli.Doctor;

/// <summary>Judges what was seen; pure.</summary>
internal static class Diagnosis
{
    private const string NoCredentials = "Codex has no credentials; turns would end with CODEX_NOT_LOGGED_IN.";

    private static readonly Version NeededRuntime = new(10, 0);

    /// <summary>One finding for each thing, in the order in which they are needed.</summary>
    public static IReadOnlyList<Finding> Of(MachineFacts facts) =>
    [
        Runtime(facts), .. Settings(facts), Codex(facts.Codex), .. Protocol(facts), Login(facts), Sandbox(facts),
        Port(facts), Credentials(facts), Workspace(facts), Data(facts), Redis(facts),
    ];

    private static Finding Runtime(MachineFacts facts) => facts.Runtime >= NeededRuntime
        ? Finding.Ok(".NET", facts.Runtime.ToString())
        : Finding.Missing(".NET", $"{facts.Runtime} is too old.", "Install the .NET 10 runtime.");

    private static IEnumerable<Finding> Settings(MachineFacts facts) =>
    [
        .. facts.Environment.Errors.Select(error => Finding.Missing("settings", error, "Correct the environment; see docs/configuration.md.")),
        .. facts.Mistakes.Select(mistake => Finding.Missing("settings", mistake, "Correct the setting; docs/configuration.md says what it takes.")),
        .. facts.Environment.Warnings.Select(warning => Finding.Note("settings", warning)),
    ];

    private static Finding Codex(CodexFact codex) => codex switch
    {
        { Problem: var (text, fix) } => Finding.Missing("Codex", text, fix),
        { File: null, NpmVersion: null } => Finding.Missing("Codex", "It is not installed, and npm, which would install it, is not there.",
            "Install Node.js 20 or later, or set Codex:Executable (CODEX_CLI_BIN)."),
        { File: null } => Finding.Note("Codex", $"It is not installed yet; the first start installs it once with npm {codex.NpmVersion}."),
        { Version: null } => Finding.Missing("Codex", $"{codex.File} does not run.", "Set Codex:Executable to a working Codex, or remove it to use the pinned one."),
        { Supported: false } => Finding.Missing("Codex", $"{codex.Version} at {codex.File} is outside {codex.Range}.",
            "Remove Codex:Executable to use the pinned version, or set Codex:AllowUnsupportedVersion=true."),
        _ => Finding.Ok("Codex", $"{codex.Version} at {codex.File}"),
    };

    private static IEnumerable<Finding> Protocol(MachineFacts facts) => facts.Codex.Protocol switch
    {
        null => [],
        { IsUnsafe: true } drift when facts.OnSchemaDrift != SchemaPolicy.Never => [Finding.Missing("protocol", $"{drift.Summary} Turns that could ask would end with CODEX_SCHEMA_DRIFT.",
            "Use a supported Codex (remove Codex:Executable), or set Codex:OnSchemaDrift=never to run turns that never ask.")],
        { IsUnsafe: true } drift => [Finding.Note("protocol", $"{drift.Summary} Codex:OnSchemaDrift=never: turns run without questions.")],
        { IsSame: false } drift => [Finding.Note("protocol", drift.Summary)],
        { } same => [Finding.Ok("protocol", same.Summary)],
    };

    private static Finding Login(MachineFacts facts) => facts.Login switch
    {
        { Own: false, Exists: false } login => Finding.Missing("login", $"The Codex home {login.Home} does not exist.",
            $"Create it and run `CODEX_HOME={Word(login.Home)} {LoginCommand(facts)}`, or remove Codex:Home (CODEX_HOME)."),
        { LoggedIn: true } login => Finding.Ok("login", $"Credentials or a provider are configured in {login.Home}."),
        { Own: true, ApiKey: true } => Finding.Ok("login", "OPENAI_API_KEY is set."),
        { ApiKey: true } login => Finding.Missing("login", $"{login.Home} has no credentials, and Codex does not take OPENAI_API_KEY there by itself.",
            $"Run `CODEX_HOME={Word(login.Home)} {LoginCommand(facts)}`, or remove Codex:Home (CODEX_HOME)."),
        { Own: false } login => Finding.Missing("login", NoCredentials, $"Run `CODEX_HOME={Word(login.Home)} {LoginCommand(facts)}`."),
        _ => Finding.Missing("login", NoCredentials,
            $"Run `{LoginCommand(facts)}`, or set OPENAI_API_KEY. Without either, `{OwnCommand.Name} demo` works."),
    };

    // The Codex that was found by its path: the installed one is in no PATH.
    private static string LoginCommand(MachineFacts facts) => $"{(facts.Codex.File is { } file ? Word(file) : "codex")} login";

    private static string Word(string path) => path.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '-' or '_' or '@' or ':' or '\\' or '+') ? path : $"'{path}'";

    private static Finding Sandbox(MachineFacts facts) => (facts.SandboxMode, facts.SandboxWorks) switch
    {
        (SandboxModes.External, _) => Finding.Note("sandbox",
            "Codex:SandboxMode=external: Codex confines nothing. What this service runs in (container, virtual machine) must be the fence; it is not tested here."),
        (SandboxModes.None, _) => Finding.Note("sandbox", "Codex:SandboxMode=danger-full-access: commands run with all rights of this service."),
        var (_, works) => Sandbox(facts, works),
    };

    private static Finding Sandbox(MachineFacts facts, bool? works) => works switch
    {
        true => Confined(facts.Sandbox),
        false => Finding.Missing("sandbox", $"A confined command does not run: {facts.SandboxSays}",
            "Allow unprivileged user namespaces (in a container: a seccomp profile that permits them), or set Codex:SandboxMode=external where the container or the machine itself is the fence (docs/security.md)."),
        null when facts.Codex.Version is not null => Finding.Note("sandbox", "Not tried: Codex's home is not there."),
        null => Finding.Note("sandbox", "Not tried: there is no Codex to try it with."),
    };

    private static Finding Confined(SandboxFact? fact) => fact switch
    {
        null => Finding.Ok("sandbox", "Commands can be confined."),
        { Kept: true } kept => Finding.Ok("sandbox", $"Tried. {kept.Summary}"),
        { Kept: false } broken => Finding.Missing("sandbox", $"It does not keep its promise. {broken.Summary}",
            "See what Codex's configuration allows (sandbox_workspace_write), or set Codex:SandboxMode=external where the container or the machine itself is the fence (docs/security.md)."),
        var other => Finding.Note("sandbox", $"Commands can be confined; what else was tried: {other.Summary}{(other.Problem is { } problem ? $" ({problem})" : "")}"),
    };

    private static Finding Port(MachineFacts facts) => facts.Port switch
    {
        null => Finding.Note("port", "Not tried: the settings give no address."),
        (var address, { } problem) => Finding.Missing("port", $"{address}: {problem}", "Stop the program that uses it, or choose another with --port or A2A:Port."),
        var (address, _) => Finding.Ok("port", $"{address} is free."),
    };

    private static Finding Credentials(MachineFacts facts) => facts.Credentials
        ? Finding.Ok("callers", "Credentials are configured.")
        : Finding.Missing("callers", "No credential is configured, so `serve` will not start.", $"Set A2A_BEARER_TOKEN to what `{OwnCommand.Name} token` prints.");

    private static Finding Workspace(MachineFacts facts) => facts.Workspace.Problem is { } problem
        ? Finding.Missing("workspace", $"{facts.Workspace.Path}: {problem}", "Give another folder with --workspace or CODEX_WORKSPACE_ROOT.")
        : Finding.Ok("workspace", $"{facts.Workspace.Path} can be written.");

    private static Finding Data(MachineFacts facts) => (facts.Data.Problem, facts.DataHolder) switch
    {
        ({ } problem, _) => Finding.Missing("data", $"{facts.Data.Path}: {problem}", "Give another folder with --data or A2A:DataDirectory."),
        (_, { } holder) => Finding.Missing("data", $"{facts.Data.Path} is in use by process {holder}.",
            "Stop that process, or give this one another folder with --data."),
        _ => Finding.Ok("data", $"{facts.Data.Path} can be written, and nobody holds it."),
    };

    private static Finding Redis(MachineFacts facts) => facts.RedisConfigured
        ? Finding.Note("Redis", $"A connection is configured: `serve` keeps its tasks there. `{OwnCommand.Name} doctor --redis` looks at it.")
        : Finding.Ok("Redis", "Not configured: `serve` keeps its tasks itself, in one process.");
}
