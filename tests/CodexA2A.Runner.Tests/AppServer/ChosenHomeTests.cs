using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.Turns;
using CodexA2A.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CodexA2A.Runner.Tests.AppServer;

/// <summary>The CODEX_HOME: chosen once, and either usable or told at the start.</summary>
public sealed class ChosenHomeTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private string UserHome => Path.Combine(_folder.Path, "user");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_login_elsewhere_while_the_service_runs_changes_nothing_before_the_next_start()
    {
        await using var codex = await OwnHomeAsync();
        var own = Path.Combine(codex.Root, "data", "codex-home");
        await Assert.ThrowsAsync<CodexUnavailableException>(async () => await codex.Host.GetAsync(Cancelled));
        var first = codex.Host.Health.Generation;

        LogIn(Path.Combine(UserHome, ".codex"));
        await Assert.ThrowsAsync<CodexUnavailableException>(async () => await codex.Host.GetAsync(Cancelled));
        Assert.Equal(first, codex.Host.Health.Generation);

        LogIn(own);
        var client = await codex.Host.GetAsync(Cancelled);
        Assert.Equal((own, own), (client.CodexHome, new RunnerHome(codex.Get<CodexHome>(), ServedOwners.Everybody).Folder));

        await using var next = await OwnHomeAsync();
        Assert.Equal(Path.Combine(UserHome, ".codex"), (await next.Host.GetAsync(Cancelled)).CodexHome);
    }

    [Fact]
    public void A_login_in_our_own_home_is_used_instead_of_a_key()
    {
        var home = new CodexHome(_folder.Path, Own: true);
        Assert.True(home.NeedsKey);
        LogIn(_folder.Path);
        Assert.False(home.NeedsKey);
        Assert.False(new CodexHome(_folder.Path, Own: false).NeedsKey);
    }

    [Theory]
    [InlineData(true, "Codex:Home names no folder")]
    [InlineData(false, "CODEX_HOME names no folder")]
    public void A_named_home_that_is_not_there_is_told_and_not_made(bool bySetting, string says)
    {
        var missing = Path.Combine(_folder.Path, "missing");
        var environment = new ParentEnvironment(bySetting ? new Dictionary<string, string>() : new Dictionary<string, string> { ["CODEX_HOME"] = missing });
        var result = new CodexHomeValidator(environment).Validate(null, new CodexOptions { Home = bySetting ? missing : null });
        Assert.StartsWith(says, Assert.Single(result.Failures!), StringComparison.Ordinal);
        Assert.Contains(missing, result.FailureMessage, StringComparison.Ordinal);
        Assert.Throws<DirectoryNotFoundException>(() => HomeIdentity.ReadOrCreate(missing));
        Assert.False(Directory.Exists(missing));
    }

    [Fact]
    public void The_start_checks_it() => Assert.Throws<OptionsValidationException>(() => TestCodex.Create(configure: options => options.Home = "/nonexistent/home"));

    [Fact]
    public async Task Our_own_home_is_made()
    {
        var own = Path.Combine(_folder.Path, "data", "codex-home");
        var home = new RunnerHome(new CodexHome(own, Own: true), ServedOwners.Everybody);
        await home.StartAsync(Cancelled);
        Assert.Equal("drwx------", TestFiles.Mode(own));
        Assert.Equal(HomeIdentity.ReadOrCreate(own), home.Identity.Home);
    }

    [Theory]
    [InlineData("a2a-home-id", true)]
    [InlineData("a2a-locks", false)]
    public async Task A_home_that_cannot_be_written_ends_the_start_with_a_line_that_helps(string name, bool isFolder)
    {
        // Rights would not stop the system's administrator, whom the tests may run as: something of the wrong kind does.
        var path = Path.Combine(_folder.Path, name);
        if (isFolder)
            Directory.CreateDirectory(path);
        else
            await File.WriteAllTextAsync(path, "", Cancelled);
        var error = await Assert.ThrowsAsync<IOException>(() => new RunnerHome(new CodexHome(_folder.Path, Own: false), ServedOwners.Everybody).StartAsync(Cancelled));
        Assert.Contains($"The Codex home {_folder.Path} cannot be used", error.Message, StringComparison.Ordinal);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Contains("Codex:Home (CODEX_HOME)", error.Message, StringComparison.Ordinal);
    }

    private Task<TestCodex> OwnHomeAsync() => TestCodex.StartAsync(
        "not-logged-in",
        options => options.Home = null,
        services => services.AddSingleton(new ParentEnvironment(new Dictionary<string, string> { ["HOME"] = UserHome, ["PATH"] = Environment.GetEnvironmentVariable("PATH")! })));

    private static void LogIn(string home) => File.WriteAllText(Path.Combine(Directory.CreateDirectory(home).FullName, "auth.json"), "{}");
}
