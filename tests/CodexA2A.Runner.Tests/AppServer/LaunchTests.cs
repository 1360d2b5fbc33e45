using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Sandbox;
using CodexA2A.Runner.Threads;
using CodexA2A.Tasks;
using Microsoft.Extensions.Options;

namespace CodexA2A.Runner.Tests.AppServer;

public sealed class LaunchTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("codex-a2a-launch-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Our_defaults_are_on_the_command_line()
    {
        var arguments = Pairs(new CodexOptions(), ownHome: false, agentHome: null);
        Assert.Equal(
            [
                "features.shell_snapshot=false", "features.unbounded_connection_retries=false", "features.goals=false", "check_for_update_on_startup=false",
                "suppress_unstable_features_warning=true", "thread_unload_delay_secs=0", "shell_environment_policy.ignore_default_excludes=false",
            ],
            arguments);
    }

    [Fact]
    public void Settings_follow_and_overrides_come_last()
    {
        var options = new CodexOptions
        {
            Model = "gpt-5.5",
            ApprovalPolicy = "on-failure",
            SandboxMode = "workspace-write",
            ReasoningEffort = "high",
            ReasoningSummary = "auto",
            ShellSnapshot = true,
        };
        options.Config["tools.update_plan"] = "{enabled=true}";
        var arguments = Pairs(options, ownHome: false, "/agent \"home\"");
        Assert.Equal("features.shell_snapshot=true", arguments[0]);
        Assert.Equal(
            [
                """shell_environment_policy.set.HOME="/agent \u0022home\u0022" """.TrimEnd(), "model=\"gpt-5.5\"", "approval_policy=\"on-request\"",
                "sandbox_mode=\"workspace-write\"", "model_reasoning_effort=\"high\"", "model_reasoning_summary=\"auto\"", "tools.update_plan={enabled=true}",
            ],
            arguments.Skip(7));
    }

    [Theory]
    [InlineData("untrusted")]
    [InlineData("")]
    public void A_policy_that_is_no_setting_any_more_is_named_with_each_thread_only(string policy)
    {
        var options = new CodexOptions { ApprovalPolicy = policy };
        Assert.DoesNotContain(Pairs(options, ownHome: false, null), argument => argument.StartsWith("approval_policy", StringComparison.Ordinal));
        var specs = new ThreadSpecs(Options.Create(options), Options.Create(new RunnerOptions()), new ShownSandbox());
        Assert.Equal(policy.Length == 0 ? null : policy, specs.Start(ThreadTerms.Plain).ApprovalPolicy);
        Assert.Equal(policy.Length == 0 ? null : policy, specs.Resume("t", ThreadTerms.Plain).ApprovalPolicy);
    }

    [Theory]
    [InlineData("external", "read-only", "enabled")]
    [InlineData("danger-full-access", "danger-full-access", null)]
    [InlineData("workspace-write", "workspace-write", null)]
    [InlineData("", null, null)]
    [InlineData(null, null, null)]
    public void A_sandbox_outside_of_Codex_is_named_with_turns_only_and_its_threads_are_read_only(string? mode, string? thread, string? network)
    {
        var options = new CodexOptions { SandboxMode = mode, ExternalSandboxNetwork = "enabled" };
        var specs = new ThreadSpecs(Options.Create(options), Options.Create(new RunnerOptions()), new ShownSandbox());
        Assert.Equal((thread, thread), (specs.Start(ThreadTerms.Plain).Sandbox, specs.Resume("t", ThreadTerms.Plain).Sandbox));
        Assert.Equal(
            thread is null ? [] : [$"sandbox_mode=\"{thread}\""],
            Pairs(options, ownHome: false, null).Where(argument => argument.StartsWith("sandbox_mode", StringComparison.Ordinal)));
        Assert.Equal(network is null ? null : new ExternalSandboxPolicy(network), specs.SandboxOfTurn(ThreadTerms.Plain, null));
    }

    [Fact]
    public void A_thread_gets_settings_as_Codex_knows_them()
    {
        var specs = new ThreadSpecs(Options.Create(new CodexOptions { ApprovalPolicy = "on-failure", SandboxMode = "", Model = "" }), Options.Create(new RunnerOptions()), new ShownSandbox());
        Assert.Equal(("on-request", null, null), (specs.Start(ThreadTerms.Plain).ApprovalPolicy, specs.Start(ThreadTerms.Plain).Sandbox, specs.Start(ThreadTerms.Plain).Model));
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData(WorkspaceOptions.None, true)]
    [InlineData(WorkspaceOptions.Folder, false)]
    public void Whoever_does_not_know_the_folder_of_its_context_leaves_a_thread_there(string? kind, bool names)
    {
        var specs = new ThreadSpecs(
            Options.Create(new CodexOptions()), Options.Create(new RunnerOptions { WorkspaceRoot = _root }), new ShownSandbox(), Options.Create(new WorkspaceOptions { PerContext = kind! }));
        Assert.Equal(names ? specs.WorkspaceRoot : null, specs.Resume("t", ThreadTerms.Plain).Cwd);
        Assert.Equal("/own", specs.Resume("t", ThreadTerms.Plain with { Workspace = "/own" }).Cwd);
    }

    [Fact]
    public void A_home_of_our_own_takes_the_key_from_the_environment_unless_a_provider_is_chosen()
    {
        Assert.Contains(Pairs(new CodexOptions(), ownHome: true, null), argument => argument.Contains("env_key=\"OPENAI_API_KEY\"", StringComparison.Ordinal));
        var chosen = new CodexOptions();
        chosen.Config["model_provider"] = "\"mine\"";
        Assert.DoesNotContain(Pairs(chosen, ownHome: true, null), argument => argument.Contains("OPENAI_API_KEY", StringComparison.Ordinal));
    }

    [Fact]
    public void A_given_home_wins_then_a_logged_in_one_then_our_own()
    {
        var environment = new Dictionary<string, string> { ["HOME"] = _root };
        var options = new CodexOptions { DataDirectory = Path.Combine(_root, "data") };
        Assert.Equal(new CodexHome(Path.Combine(_root, "data", "codex-home"), Own: true), CodexHome.Choose(options, environment));

        var users = Directory.CreateDirectory(Path.Combine(_root, ".codex")).FullName;
        Assert.True(CodexHome.Choose(options, environment).Own);
        File.WriteAllText(Path.Combine(users, "auth.json"), "{}");
        Assert.Equal(new CodexHome(users, Own: false), CodexHome.Choose(options, environment));

        environment["CODEX_HOME"] = "/given/by/variable";
        Assert.Equal(new CodexHome("/given/by/variable", Own: false), CodexHome.Choose(options, environment));
        options.Home = "/given/by/setting";
        Assert.Equal(new CodexHome("/given/by/setting", Own: false), CodexHome.Choose(options, environment));
    }

    [Fact]
    public void A_login_kept_in_the_keyring_counts()
    {
        Directory.CreateDirectory(Path.Combine(_root, ".codex"));
        File.WriteAllText(Path.Combine(_root, ".codex", "config.toml"), "cli_auth_credentials_store = \"keyring\"");
        Assert.False(CodexHome.Choose(new CodexOptions(), new Dictionary<string, string> { ["HOME"] = _root }).Own);
    }

    [Fact]
    public void The_stamp_of_a_home_changes_with_its_login()
    {
        var home = new CodexHome(_root, Own: false);
        var before = home.Stamp();
        Assert.Equal(before, home.Stamp());
        File.WriteAllText(Path.Combine(_root, "auth.json"), "{}");
        Assert.NotEqual(before, home.Stamp());
    }

    [Fact]
    public void Folders_follow_the_settings_of_the_desktop()
    {
        var environment = new Dictionary<string, string> { ["HOME"] = "/h" };
        Assert.Equal("/h/.local/share/codex-a2a", CodexPaths.Data(new CodexOptions(), environment));
        Assert.Equal("/h/.cache/codex-a2a/codex-0.169.0", CodexPaths.PinnedInstall(environment));
        environment["XDG_DATA_HOME"] = "/data";
        environment["XDG_CACHE_HOME"] = "/cache";
        Assert.Equal("/data/codex-a2a", CodexPaths.Data(new CodexOptions(), environment));
        Assert.Equal("/cache/codex-a2a/codex-0.169.0", CodexPaths.PinnedInstall(environment));
        environment["XDG_DATA_HOME"] = "relative";
        Assert.Equal("/h/.local/share/codex-a2a", CodexPaths.Data(new CodexOptions(), environment));
    }

    [Fact]
    public async Task The_profile_of_the_agent_restores_PATH_whatever_is_in_it()
    {
        var path = "/usr/bin:/bin:/it's/$HOME/`x`";
        var environment = new Dictionary<string, string> { ["HOME"] = _root, ["PATH"] = path };
        File.WriteAllText(Path.Combine(_root, ".gitconfig"), "[user]\n");
        var home = AgentHome.Prepare(new CodexOptions { DataDirectory = Path.Combine(_root, "data") }, environment)!;
        Assert.Equal("drwx------", TestFiles.Mode(home));
        Assert.Contains(Path.Combine(_root, ".gitconfig"), File.ReadAllText(Path.Combine(home, ".gitconfig")), StringComparison.Ordinal);
        var result = await ToolProcess.RunAsync("bash", ["-c", $"PATH=/before; . {home}/.bash_profile; echo \"$PATH\""], null,
            TimeSpan.FromSeconds(10), TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.Equal($"{path}:/before\n", result!.Output);
    }

    [Fact]
    public void The_home_of_the_service_can_be_kept_and_another_can_be_given()
    {
        var environment = new Dictionary<string, string> { ["HOME"] = _root };
        Assert.Null(AgentHome.Prepare(new CodexOptions { AgentHome = "inherit" }, environment));
        var given = Path.Combine(_root, "mine");
        Assert.Equal(given, AgentHome.Prepare(new CodexOptions { AgentHome = given }, environment));
        Assert.Empty(Directory.EnumerateFileSystemEntries(given));
    }

    [Theory]
    [InlineData(true, false, false)]
    [InlineData(true, true, true)]
    [InlineData(false, false, true)]
    public void OpenAI_needs_an_account(bool required, bool account, bool works) => Assert.Equal(works,
        LoginCheck.Problem(new AccountReadResult(account ? new Account("apiKey") : null, required), null, new Dictionary<string, string>()) is null);

    [Theory]
    [InlineData("KEY_A", "secret", true)]
    [InlineData("KEY_A", "", false)]
    [InlineData("OTHER", "secret", false)]
    public void Another_provider_needs_its_key(string name, string value, bool works)
    {
        var providers = new ModelProviderListResult(
            [new ModelProviderSummary("p", "P", Settings: new ModelProviderSettings("customGateway", new ModelProviderAuth("externallyConfigured", "KEY_A")))], "p");
        var problem = LoginCheck.Problem(new AccountReadResult(null, false), providers, new Dictionary<string, string> { [name] = value });
        Assert.Equal(works, problem is null);
        if (problem is not null)
            Assert.Contains("KEY_A", problem.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void Secrets_are_the_values_of_variables_named_so()
    {
        var plan = new LaunchPlan("x", [], new Dictionary<string, string> { ["OPENAI_API_KEY"] = "sk-123456", ["PATH"] = "/usr/bin", ["GH_TOKEN"] = "tiny" }, "/", "/");
        Assert.Equal(["sk-123456"], plan.Secrets);
    }

    [Fact]
    public void A_death_reads_as_a_sentence()
    {
        var certificate = new DeathCertificate("g", 7, null, 9, DeathReason.LineTooLong, "it printed too much.", ["a", "b"]);
        Assert.Equal("The Codex process 7 was ended by signal 9: it printed too much.", certificate.Summary);
        Assert.DoesNotContain("a\n", certificate.Summary, StringComparison.Ordinal);
        Assert.Contains("b", certificate.ToString(), StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> Pairs(CodexOptions options, bool ownHome, string? agentHome)
    {
        var arguments = LaunchArguments.Build(options, ownHome, agentHome);
        Assert.Equal("app-server", arguments[0]);
        Assert.All(arguments.Skip(1).Where((_, i) => i % 2 == 0), argument => Assert.Equal("-c", argument));
        return [.. arguments.Skip(1).Where((_, i) => i % 2 == 1)];
    }
}
