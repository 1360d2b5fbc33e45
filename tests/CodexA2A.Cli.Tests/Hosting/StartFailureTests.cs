using CodexA2A.Cli.Configuration;
using CodexA2A.Cli.Hosting;
using CodexA2A.ServiceDefaults.Audit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace CodexA2A.Cli.Tests.Hosting;

public sealed class StartFailureTests
{
    private const string Token = "token-of-the-test";

    [Theory]
    [InlineData("A2A:Port", "abc")]
    [InlineData("A2A:Port", "99999999999")]
    [InlineData("A2A:HeartbeatInterval", "ten seconds")]
    [InlineData("A2A:AllowAnonymous", "perhaps")]
    [InlineData("A2A:Seam:LeaseTime", "long")]
    [InlineData("Runner:MaxTurns", "many")]
    [InlineData("Runner:AfterLoss", "hope")]
    [InlineData("Codex:ShellSnapshot", "maybe")]
    [InlineData("A2A:PublicUrl", "example.org")]
    [InlineData("Runner:MaxTurns", "0")]
    public async Task A_value_that_a_setting_does_not_take_is_told_in_a_line(string key, string value)
    {
        using var folder = new TemporaryFolder();
        var error = await Record.ExceptionAsync(() => StartAsync(folder, (key, value)));
        Assert.NotNull(error);
        var failure = StartFailure.From(error);
        Assert.NotNull(failure);
        Assert.Equal(ExitCodes.Usage, failure.ExitCode);
        Assert.Contains(key, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workspace_is_one_for_both_halves()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal((folder.Path, folder.Path), Roots(folder, ("Runner:WorkspaceRoot", folder.Path)));
        Assert.Equal((folder.Path, folder.Path), Roots(folder, ("A2A:WorkspaceRoot", folder.Path)));
        Assert.Equal((Environment.CurrentDirectory, Environment.CurrentDirectory), Roots(folder));

        var error = await Record.ExceptionAsync(() => StartAsync(folder, ("Runner:WorkspaceRoot", folder.Path), ("A2A:WorkspaceRoot", Path.GetTempPath())));
        Assert.Contains("Remove one of them", StartFailure.From(error!)!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_doctor_finds_what_the_start_would_refuse()
    {
        using var folder = new TemporaryFolder();
        Assert.Empty(Mistakes(folder));
        foreach (var wrong in new[] { ("A2A:StaticAuthCredentials", "{"), ("A2A:Port", "abc"), ("Codex:SandboxMode", "none"), ("Runner:MaxTurns", "0") })
        {
            Assert.Contains(wrong.Item1, Assert.Single(Mistakes(folder, wrong)), StringComparison.Ordinal);
        }

        Assert.Contains("without any credential", Assert.Single(Mistakes(folder, ("A2A:BearerToken", ""))), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void All_mistakes_are_told_at_once()
    {
        using var folder = new TemporaryFolder();
        var mistakes = Mistakes(folder,
            ("A2A:Port", "99999"), ("A2A:Title", ""), ("A2A:Host", "locahost"), ("A2A:BearerToken", "short"), ("A2A:Seam:LeaseTime", "long"), ("Codex:SandboxMode", "none"), ("Runner:MaxTurns", "0"), ("Runner:MergeBytes", "1"));
        Assert.Equal(8, mistakes.Count);
        Assert.All(mistakes, mistake => Assert.Matches("^(A2A|Codex|Runner):", mistake));
    }

    [Fact]
    public void The_card_shows_no_other_sandbox_than_the_one_that_holds()
    {
        using var folder = new TemporaryFolder();
        Assert.Empty(Mistakes(folder, ("A2A:SandboxMode", "external"), ("Codex:SandboxMode", "external")));
        Assert.Contains(
            "A2A:SandboxMode",
            Assert.Single(Mistakes(folder, ("A2A:SandboxMode", "workspace-write"), ("Codex:SandboxMode", "danger-full-access"))),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Runner:Principals:0")]
    [InlineData("Runner:ExceptPrincipals:0")]
    public void Whom_a_runner_serves_is_said_in_a_fleet_only(string key)
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("run a fleet over Redis or a service for each", Assert.Single(Mistakes(folder, (key, "alice"))), StringComparison.Ordinal);
        foreach (var role in new[] { ServiceRole.All, ServiceRole.Runner })
        {
            var form = new ServiceForm(role, OverRedis: true);
            Assert.Empty(ServiceHost.FindMistakes(Settings(folder, ("ConnectionStrings:redis", "127.0.0.1:6379"), (key, "alice")), form));
            Assert.Contains(
                $"{key} is \"*\"", Assert.Single(ServiceHost.FindMistakes(Settings(folder, ("ConnectionStrings:redis", "127.0.0.1:6379"), (key, "*")), form)), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Runner:AfterLoss", "continu", "Runner:AfterLoss=continu cannot be read: it takes Fail or Continue.")]
    [InlineData("A2A:Port", "abc", "A2A:Port=abc cannot be read: it takes a whole number.")]
    [InlineData("A2A:AllowAnonymous", "perhaps", "A2A:AllowAnonymous=perhaps cannot be read: it takes true or false.")]
    [InlineData("A2A:AuditFiles", "many", "A2A:AuditFiles=many cannot be read: it takes a whole number.")]
    [InlineData("Workspaces:Exclusive", "yes", "Workspaces:Exclusive=yes cannot be read: it takes true or false.")]
    [InlineData("A2A:HeartbeatInterval", "10s", "A2A:HeartbeatInterval=10s cannot be read: it takes a time as [days.]hours:minutes:seconds")]
    public void A_value_of_the_wrong_kind_is_told_with_what_is_right(string key, string value, string says)
    {
        using var folder = new TemporaryFolder();
        Assert.StartsWith(says, Assert.Single(Mistakes(folder, (key, value))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_runner_of_its_own_has_an_audit_file_too()
    {
        using var folder = new TemporaryFolder();
        var form = new ServiceForm(ServiceRole.Runner, OverRedis: true);
        Dictionary<string, string?> With(string file) => Settings(folder, ("ConnectionStrings:redis", "127.0.0.1:6379"), ("A2A:AuditFile", file));

        Assert.StartsWith(
            "A2A:AuditFile is /nowhere/at/all/audit.jsonl,", Assert.Single(ServiceHost.FindMistakes(With("/nowhere/at/all/audit.jsonl"), form)), StringComparison.Ordinal);

        using var app = ServiceHost.Build(With(Path.Combine(folder.Path, "audit.jsonl")), form);
        Assert.True(app.Services.GetRequiredService<AuditTrail>().IsOn);
        Assert.Contains(app.Services.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value.Registrations, check => check.Name == "audit");
    }

    [Fact]
    public void A_time_that_is_too_long_says_nothing_of_one_that_is_not_set()
    {
        using var folder = new TemporaryFolder();
        Assert.StartsWith("Runner:TurnTimeout ", Assert.Single(Mistakes(folder, ("Runner:TurnTimeout", "120"))), StringComparison.Ordinal);
    }

    [Fact]
    public void The_name_that_a_person_wrote_is_named()
    {
        var settings = new ServiceSettings();
        settings.Set("Runner:TurnTimeout", "00:00:00", "CODEX_TIMEOUT_STREAM");
        settings.Set("A2A:Port", "x", "--A2A:Port");
        settings.SetElsewhere("A2A:Title", "A2A__Title");
        Assert.Equal(
            "Runner:TurnTimeout must be more. (Runner:TurnTimeout was set by CODEX_TIMEOUT_STREAM.)\nA2A:Title is empty. (A2A:Title was set by A2A__Title.)\nA2A:Host is empty.",
            settings.Explain("Runner:TurnTimeout must be more.\nA2A:Title is empty.\nA2A:Host is empty."));
        Assert.Equal("A2A:Port is wrong.", settings.Explain("A2A:Port is wrong."));
    }

    [Theory]
    [InlineData("locahost")]
    [InlineData("127.0.0.l")]
    public async Task A_misspelt_host_does_not_open_the_service_to_the_network(string host)
    {
        using var folder = new TemporaryFolder();
        var failure = StartFailure.From((await Record.ExceptionAsync(() => StartAsync(folder, ("A2A:Host", host))))!);
        Assert.Equal(ExitCodes.Usage, failure!.ExitCode);
        Assert.Contains($"is no address: {host}. Give an IP address", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_this_machine_has_not_is_named()
    {
        using var folder = new TemporaryFolder();
        // Of the block that is kept for documentation: no machine has it.
        var failure = StartFailure.From((await Record.ExceptionAsync(() => StartAsync(folder, ("A2A:Host", "192.0.2.1"), ("A2A:BehindProxy", "true"))))!);
        Assert.Contains("http://192.0.2.1:0: ", failure!.Message, StringComparison.Ordinal);
        Assert.Contains("--host", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.0.0.0", null, true)]
    [InlineData("0.0.0.0", "https://codex.example.org", false)]
    [InlineData("127.0.0.1", null, false)]
    public async Task A_card_that_only_this_machine_can_follow_is_noticed(string host, string? publicUrl, bool noticed)
    {
        using var folder = new TemporaryFolder();
        await using var service = await RunningService.StartAsync(
            Settings(folder, ("A2A:Host", host), ("A2A:BehindProxy", "true"), ("A2A:PublicUrl", publicUrl), ("Codex:Executable", "/nonexistent")), ServiceForm.Single, null, TestContext.Current.CancellationToken);
        Assert.Equal(noticed, service.UnreachableCard is not null);
    }

    private static IReadOnlyList<string> Mistakes(TemporaryFolder folder, params (string, string?)[] more) =>
        ServiceHost.FindMistakes(Settings(folder, more), ServiceForm.Single);

    private static (string?, string?) Roots(TemporaryFolder folder, params (string, string?)[] more)
    {
        using var app = ServiceHost.Build(Settings(folder, more), ServiceForm.Single);
        return (app.Configuration["Runner:WorkspaceRoot"], app.Configuration["A2A:WorkspaceRoot"]);
    }

    // As `serve` does it, but for the Codex.
    private static async Task StartAsync(TemporaryFolder folder, params (string, string?)[] more)
    {
        var settings = Settings(folder, more);
        ServiceHost.Check(settings, ServiceForm.Single);
        await (await RunningService.StartAsync(settings, ServiceForm.Single, null, TestContext.Current.CancellationToken)).DisposeAsync();
    }

    private static Dictionary<string, string?> Settings(TemporaryFolder folder, params (string Key, string? Value)[] more)
    {
        var settings = new Dictionary<string, string?>
        {
            ["A2A:Port"] = "0",
            ["A2A:BearerToken"] = Token,
            ["A2A:DataDirectory"] = Path.Combine(folder.Path, "data"),
        };
        foreach (var (key, value) in more)
        {
            settings[key] = value;
        }

        return settings;
    }
}
