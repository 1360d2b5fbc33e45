using CodexA2A.Runner.AppServer;
using Microsoft.Extensions.Logging.Abstractions;

namespace CodexA2A.Runner.Tests.AppServer;

public sealed class CodexLocatorTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("codex-a2a-locate-").FullName;
    private readonly CodexLocator _locator = new(TimeProvider.System, NullLogger<CodexLocator>.Instance);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task The_setting_wins_over_the_variable_and_both_over_PATH()
    {
        var setting = Executable("a/codex", "codex-cli 9.9.9");
        var variable = Executable("b/codex", "codex-cli 9.9.9");
        var environment = Environment("c");
        environment["CODEX_CLI_BIN"] = variable;
        Executable("c/codex", "codex-cli 0.169.0");
        Assert.Equal((setting, CodexSource.Configured), await FindAsync(environment, setting));
        Assert.Equal((variable, CodexSource.Configured), await FindAsync(environment));
    }

    [Fact]
    public async Task The_bare_word_codex_of_old_env_files_names_whichever_there_is()
    {
        var environment = Environment("bin");
        environment["CODEX_CLI_BIN"] = "codex";
        Assert.Null(await _locator.FindAsync(new CodexOptions { Executable = "codex" }, environment, Cancelled));
        var pinned = Pinned(environment);
        Assert.Equal((pinned, CodexSource.Pinned), await FindAsync(environment));
        Assert.Equal((pinned, CodexSource.Pinned), await FindAsync(environment, "codex"));
        var found = Executable(".npm-global/bin/codex", "codex-cli 0.169.1");
        Assert.Equal((found, CodexSource.Path), await FindAsync(environment, "codex"));
        found = Executable("bin/codex", "codex-cli 0.169.2");
        Assert.Equal((found, CodexSource.Path), await FindAsync(environment, "codex"));
    }

    [Theory]
    [InlineData("/nonexistent/codex", "CODEX_CLI_BIN")]
    [InlineData("/another/codex", "Codex:Executable")]
    public async Task The_name_that_was_set_is_the_name_that_is_told(string variable, string named)
    {
        var environment = Environment("bin");
        environment["CODEX_CLI_BIN"] = variable;
        var error = await Assert.ThrowsAsync<CodexUnavailableException>(() =>
            _locator.FindAsync(new CodexOptions { Executable = "/nonexistent/codex" }, environment, Cancelled));
        Assert.Contains($"Correct {named}, or remove it", error.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fitting_version_on_PATH_is_taken_resolved()
    {
        var real = Executable("real/codex", "codex-cli 0.169.3");
        Directory.CreateDirectory(Path.Combine(_root, "bin"));
        File.CreateSymbolicLink(Path.Combine(_root, "bin", "codex"), real);
        Assert.Equal((real, CodexSource.Path), await FindAsync(Environment("bin")));
    }

    [Theory]
    [InlineData("codex-cli 0.170.0")]
    [InlineData("codex-cli 0.168.0")]
    [InlineData("no version")]
    public async Task Another_version_on_PATH_is_passed_over_for_the_pinned_one(string says)
    {
        Executable("bin/codex", says);
        var environment = Environment("bin");
        Assert.Null(await _locator.FindAsync(new CodexOptions(), environment, Cancelled));
        var pinned = Pinned(environment);
        Assert.Equal((pinned, CodexSource.Pinned), await FindAsync(environment));
    }

    [Fact]
    public async Task Nothing_anywhere_is_null_and_a_wrong_setting_is_told()
    {
        Assert.Null(await _locator.FindAsync(new CodexOptions(), Environment("bin"), Cancelled));
        var error = await Assert.ThrowsAsync<CodexUnavailableException>(() =>
            _locator.FindAsync(new CodexOptions { Executable = "/nonexistent/codex" }, Environment("bin"), Cancelled));
        Assert.Equal(CodexUnavailableReason.Missing, error.Reason);
        Assert.Contains("/nonexistent/codex", error.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void The_launcher_of_npm_is_resolved_to_the_native_binary()
    {
        var native = Pinned(Environment("x"));
        var install = CodexPaths.PinnedInstall(Environment("x"));
        var script = Write(Path.Combine(install, "node_modules", "@openai", "codex", "bin", "codex.js"), "#!/usr/bin/env node\n");
        Directory.CreateDirectory(Path.Combine(install, "node_modules", ".bin"));
        var link = Path.Combine(install, "node_modules", ".bin", "codex");
        File.CreateSymbolicLink(link, script);
        Assert.Equal(native, CodexPlatform.ResolveNative(link));
    }

    [Fact]
    public void A_script_without_a_native_binary_stays_as_it_is()
    {
        var script = Write(Path.Combine(_root, "lonely.js"), "#!/usr/bin/env node\n");
        Assert.Equal(script, CodexPlatform.ResolveNative(script));
    }

    [Fact]
    public async Task A_program_that_does_not_end_has_no_version()
    {
        var file = Write(Path.Combine(_root, "slow"), "#!/bin/sh\nsleep 600\n");
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider { AutoAdvanceAmount = TimeSpan.Zero };
        var locator = new CodexLocator(time, NullLogger<CodexLocator>.Instance);
        var reading = locator.ReadVersionAsync(file, Cancelled);
        time.Advance(TimeSpan.FromSeconds(11));
        Assert.Null(await reading);
    }

    private async Task<(string File, CodexSource Source)> FindAsync(Dictionary<string, string> environment, string? setting = null)
    {
        var found = await _locator.FindAsync(new CodexOptions { Executable = setting }, environment, Cancelled);
        return (found!.File, found.Source);
    }

    private Dictionary<string, string> Environment(string path) => new()
    {
        ["PATH"] = Path.Combine(_root, path),
        ["HOME"] = _root,
    };

    private static string Pinned(Dictionary<string, string> environment)
    {
        var (package, triple) = CodexPlatform.Current!.Value;
        return Write(Path.Combine(CodexPaths.PinnedInstall(environment), "node_modules", "@openai", package, "vendor", triple, "bin", "codex"), "native");
    }

    private string Executable(string name, string says) => Write(Path.Combine(_root, name), $"#!/bin/sh\necho '{says}'\n");

    private static string Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        TestFiles.MakeExecutable(file);
        return file;
    }
}
