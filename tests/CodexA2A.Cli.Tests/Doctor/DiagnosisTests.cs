using CodexA2A.Cli.Configuration;
using CodexA2A.Cli.Doctor;
using CodexA2A.Cli.Rendering;

namespace CodexA2A.Cli.Tests.Doctor;

public sealed class DiagnosisTests
{
    private static readonly MachineFacts Healthy = new()
    {
        Runtime = new Version(10, 0, 4),
        Environment = new EnvironmentTranslation(new Dictionary<string, string?>(), new Dictionary<string, string>(), [], []),
        Codex = new CodexFact("/opt/codex", "0.169.0", true, ">=0.169.0 <0.170.0", null),
        Login = new LoginFact("/srv/codex-home", Own: false, Exists: true, LoggedIn: true, ApiKey: false),
        SandboxWorks = true,
        Port = ("127.0.0.1:8000", null),
        Workspace = new FolderFact("/src", null),
        Data = new FolderFact("/data", null),
        Credentials = true,
    };

    public static TheoryData<string, string, string, string> Cases => new()
    {
        { ".NET 9", ".NET", nameof(FindingKind.Missing), "too old" },
        { "no codex, npm", "Codex", nameof(FindingKind.Note), "first start installs it" },
        { "no codex, no npm", "Codex", nameof(FindingKind.Missing), "npm" },
        { "codex mute", "Codex", nameof(FindingKind.Missing), "does not run" },
        { "codex old", "Codex", nameof(FindingKind.Missing), "outside >=0.169.0" },
        { "codex wrong path", "Codex", nameof(FindingKind.Missing), "was not found" },
        { "protocol same", "protocol", nameof(FindingKind.Ok), "the supported one" },
        { "protocol unsafe", "protocol", nameof(FindingKind.Missing), "question item/fileChange/requestApproval" },
        { "protocol unsafe, never", "protocol", nameof(FindingKind.Note), "without questions" },
        { "protocol differs", "protocol", nameof(FindingKind.Note), "item commandExecution" },
        { "protocol unknown", "protocol", nameof(FindingKind.Note), "did not say" },
        { "not logged in", "login", nameof(FindingKind.Missing), "CODEX_NOT_LOGGED_IN" },
        { "own home, key", "login", nameof(FindingKind.Ok), "OPENAI_API_KEY" },
        { "given home, key", "login", nameof(FindingKind.Missing), "does not take OPENAI_API_KEY" },
        { "given home gone", "login", nameof(FindingKind.Missing), "does not exist" },
        { "sandbox broken", "sandbox", nameof(FindingKind.Missing), "no user namespaces" },
        { "sandbox kept", "sandbox", nameof(FindingKind.Ok), "promise kept: yes" },
        { "sandbox leaks", "sandbox", nameof(FindingKind.Missing), "reaches the network: yes" },
        { "sandbox unclear", "sandbox", nameof(FindingKind.Note), "no shell" },
        { "sandbox external", "sandbox", nameof(FindingKind.Note), "must be the fence" },
        { "sandbox off", "sandbox", nameof(FindingKind.Note), "all rights" },
        { "sandbox untried", "sandbox", nameof(FindingKind.Note), "home is not there" },
        { "port unknown", "port", nameof(FindingKind.Note), "Not tried" },
        { "port taken", "port", nameof(FindingKind.Missing), "Address already in use" },
        { "no credential", "callers", nameof(FindingKind.Missing), "will not start" },
        { "workspace read-only", "workspace", nameof(FindingKind.Missing), "Read-only" },
        { "data read-only", "data", nameof(FindingKind.Missing), "Read-only" },
        { "data held", "data", nameof(FindingKind.Missing), "process 4711" },
        { "redis", "Redis", nameof(FindingKind.Note), "doctor --redis" },
        { "settings wrong", "settings", nameof(FindingKind.Missing), "both set" },
        { "settings refused", "settings", nameof(FindingKind.Missing), "must be between" },
        { "settings odd", "settings", nameof(FindingKind.Note), "is ignored" },
    };

    [Fact]
    public void A_healthy_machine_misses_nothing()
    {
        var findings = Diagnosis.Of(Healthy);
        Assert.All(findings, finding => Assert.Equal(FindingKind.Ok, finding.Kind));
        Assert.Equal([".NET", "Codex", "login", "sandbox", "port", "callers", "workspace", "data", "Redis"], findings.Select(finding => finding.Name));
        Assert.Equal(ExitCodes.Ok, FindingPrinter.Print(findings, new TerminalWriter(TextWriter.Null, colour: false)));
    }

    [Theory, MemberData(nameof(Cases))]
    public void Each_fault_is_found_with_one_fix(string machine, string name, string expectedKind, string says)
    {
        var kind = Enum.Parse<FindingKind>(expectedKind);
        var findings = Diagnosis.Of(Machine(machine));
        var finding = Assert.Single(findings, candidate => candidate.Name == name);
        Assert.Equal(kind, finding.Kind);
        Assert.Contains(says, finding.Text, StringComparison.Ordinal);
        Assert.Equal(kind == FindingKind.Missing, finding.Fix is not null);
        Assert.DoesNotContain('\n', finding.Fix ?? "");
        Assert.All(findings, other => Assert.True(other == finding || other.Kind != FindingKind.Missing));
        var expected = kind == FindingKind.Missing ? ExitCodes.Failed : ExitCodes.Ok;
        Assert.Equal(expected, FindingPrinter.Print(findings, new TerminalWriter(TextWriter.Null, colour: false)));
    }

    [Theory]
    [InlineData("not logged in", "`/opt/codex login`")]
    [InlineData("given home, key", "`CODEX_HOME=/srv/codex-home /opt/codex login`")]
    [InlineData("given home gone", "`CODEX_HOME=/srv/codex-home /opt/codex login`")]
    public void The_command_that_logs_in_is_one_that_is_there(string machine, string command) =>
        Assert.Contains(command, Assert.Single(Diagnosis.Of(Machine(machine)), finding => finding.Name == "login").Fix, StringComparison.Ordinal);

    [Fact]
    public void A_path_with_blanks_is_a_word_for_the_shell() => Assert.Contains(
        "'/opt/my codex' login",
        Assert.Single(Diagnosis.Of(Machine("not logged in") with { Codex = Healthy.Codex with { File = "/opt/my codex" } }), finding => finding.Name == "login").Fix,
        StringComparison.Ordinal);

    [Fact]
    public void What_failed_is_counted()
    {
        using var output = new StringWriter { NewLine = "\n" };
        FindingPrinter.Print(Diagnosis.Of(Machine("port taken")), new TerminalWriter(output, colour: false));
        Assert.EndsWith("1 of 9 checks failed.\n", output.ToString(), StringComparison.Ordinal);
    }

    private static ProtocolFact Unsafe { get; } = new("It differs in question item/fileChange/requestApproval.", IsSame: false, IsUnsafe: true);

    private static MachineFacts With(ProtocolFact protocol) => Healthy with { Codex = Healthy.Codex with { Protocol = protocol } };

    private static MachineFacts Machine(string name) => name switch
    {
        ".NET 9" => Healthy with { Runtime = new Version(9, 0) },
        "no codex, npm" => Healthy with { Codex = Healthy.Codex with { File = null, Version = null, NpmVersion = "10.8.2" } },
        "no codex, no npm" => Healthy with { Codex = Healthy.Codex with { File = null, Version = null } },
        "codex mute" => Healthy with { Codex = Healthy.Codex with { Version = null } },
        "codex old" => Healthy with { Codex = Healthy.Codex with { Version = "0.150.0", Supported = false } },
        "codex wrong path" => Healthy with { Codex = Healthy.Codex with { File = null, Problem = ("The executable was not found.", "Correct it.") } },
        "protocol same" => With(new ProtocolFact("The protocol is the supported one.", IsSame: true)),
        "protocol unsafe" => With(Unsafe),
        "protocol unsafe, never" => With(Unsafe) with { OnSchemaDrift = "never" },
        "protocol differs" => With(new ProtocolFact("It differs in item commandExecution.", IsSame: false)),
        "protocol unknown" => With(new ProtocolFact("Codex did not say what its protocol is.", IsSame: false)),
        "not logged in" => Healthy with { Login = new LoginFact("/data/codex-home", Own: true, Exists: false, LoggedIn: false, ApiKey: false) },
        "own home, key" => Healthy with { Login = new LoginFact("/data/codex-home", Own: true, Exists: false, LoggedIn: false, ApiKey: true) },
        "given home, key" => Healthy with { Login = Healthy.Login with { LoggedIn = false, ApiKey = true } },
        "given home gone" => Healthy with { Login = Healthy.Login with { Exists = false, LoggedIn = false } },
        "sandbox broken" => Healthy with { SandboxWorks = false, SandboxSays = "no user namespaces" },
        "sandbox kept" => Healthy with { Sandbox = new SandboxFact(true, "workspace-write: promise kept: yes", null) },
        "sandbox leaks" => Healthy with { Sandbox = new SandboxFact(false, "reaches the network: yes", null) },
        "sandbox unclear" => Healthy with { Sandbox = new SandboxFact(null, "unknown", "no shell") },
        "sandbox external" => Healthy with { SandboxMode = "external", SandboxWorks = null },
        "sandbox off" => Healthy with { SandboxMode = "danger-full-access", SandboxWorks = null },
        "sandbox untried" => Healthy with { SandboxWorks = null },
        "port taken" => Healthy with { Port = ("127.0.0.1:8000", "Address already in use") },
        "port unknown" => Healthy with { Port = null },
        "no credential" => Healthy with { Credentials = false },
        "workspace read-only" => Healthy with { Workspace = new FolderFact("/src", "Read-only file system") },
        "data read-only" => Healthy with { Data = new FolderFact("/data", "Read-only file system") },
        "data held" => Healthy with { DataHolder = "4711" },
        "redis" => Healthy with { RedisConfigured = true },
        "settings wrong" => Healthy with { Environment = new EnvironmentTranslation(new Dictionary<string, string?>(), new Dictionary<string, string>(), [], ["A and B both set C"]) },
        "settings refused" => Healthy with { Mistakes = ["A2A:Port must be between 0 and 65535."] },
        "settings odd" => Healthy with { Environment = new EnvironmentTranslation(new Dictionary<string, string?>(), new Dictionary<string, string>(), ["A is ignored: because."], []) },
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };
}
