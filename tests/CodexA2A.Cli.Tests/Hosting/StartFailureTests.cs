using CodexA2A.Cli.Hosting;

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
    public async Task The_doctor_finds_what_the_start_would_refuse()
    {
        using var folder = new TemporaryFolder();
        Assert.Empty(await ServiceHost.FindMistakesAsync(Settings(folder)));
        foreach (var wrong in new[] { ("A2A:StaticAuthCredentials", "{"), ("A2A:Port", "abc"), ("Codex:SandboxMode", "none"), ("Runner:MaxTurns", "0") })
        {
            Assert.Contains(wrong.Item1, Assert.Single(await ServiceHost.FindMistakesAsync(Settings(folder, wrong))), StringComparison.Ordinal);
        }

        Assert.Contains("without any credential", Assert.Single(await ServiceHost.FindMistakesAsync(Settings(folder, ("A2A:BearerToken", "")))), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    private static (string?, string?) Roots(TemporaryFolder folder, params (string, string?)[] more)
    {
        using var app = ServiceHost.Build(Settings(folder, more));
        return (app.Configuration["Runner:WorkspaceRoot"], app.Configuration["A2A:WorkspaceRoot"]);
    }

    private static async Task StartAsync(TemporaryFolder folder, params (string, string?)[] more) =>
        await (await RunningService.StartAsync(Settings(folder, more), null, TestContext.Current.CancellationToken)).DisposeAsync();

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
