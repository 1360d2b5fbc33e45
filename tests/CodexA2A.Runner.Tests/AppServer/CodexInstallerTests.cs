using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using CodexA2A.Runner.AppServer;

namespace CodexA2A.Runner.Tests.AppServer;

/// <summary>The installer with an npm of our own; the real npm installs the same lock file for the tests with the real Codex.</summary>
public sealed class CodexInstallerTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("codex-a2a-install-").FullName;
    private readonly Dictionary<string, string> _environment;

    public CodexInstallerTests() => _environment = new() { ["HOME"] = _root };

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task It_installs_from_the_embedded_lock_file_and_tells_so()
    {
        var progress = new Lines();
        var executable = await new CodexInstaller(TimeProvider.System, Npm(Good)).InstallAsync(_environment, progress, Cancelled);
        Assert.Equal(CodexSource.Pinned, executable.Source);
        Assert.StartsWith(CodexPaths.PinnedInstall(_environment), executable.File, StringComparison.Ordinal);
        Assert.Contains("Installing Codex 0.169.0", progress.First(), StringComparison.Ordinal);
        Assert.Contains("is installed", progress.Last(), StringComparison.Ordinal);
        Assert.Equal("ci --ignore-scripts --no-audit --no-fund --no-update-notifier", (await File.ReadAllTextAsync(Path.Combine(_root, "npm.log"), Cancelled)).Trim());
        Assert.Contains("omit-lockfile-registry-resolved=true", await File.ReadAllTextAsync(Path.Combine(CodexPaths.PinnedInstall(_environment), ".npmrc"), Cancelled), StringComparison.Ordinal);
        Assert.Empty(Temporary());
    }

    [Fact]
    public async Task What_is_installed_is_not_installed_again()
    {
        await new CodexInstaller(TimeProvider.System, Npm(Good)).InstallAsync(_environment, null, Cancelled);
        Assert.NotNull(await new CodexInstaller(TimeProvider.System, "/nonexistent/npm").InstallAsync(_environment, null, Cancelled));
    }

    [Fact]
    public async Task Several_at_once_end_with_one_good_installation()
    {
        var npm = Npm(Good);
        var all = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => new CodexInstaller(TimeProvider.System, npm).InstallAsync(_environment, null, Cancelled)));
        Assert.Single(all.Select(executable => executable.File).Distinct());
        Assert.Empty(Temporary());
    }

    [Fact]
    public async Task An_incomplete_installation_is_replaced()
    {
        Directory.CreateDirectory(Path.Combine(CodexPaths.PinnedInstall(_environment), "node_modules"));
        Assert.NotNull(await new CodexInstaller(TimeProvider.System, Npm(Good)).InstallAsync(_environment, null, Cancelled));
    }

    [Fact]
    public async Task A_missing_npm_is_told()
    {
        var progress = new Lines();
        var error = await Assert.ThrowsAsync<CodexUnavailableException>(() => new CodexInstaller(TimeProvider.System, "/nonexistent/npm").InstallAsync(_environment, progress, Cancelled));
        Assert.Empty(progress);
        Assert.Equal(CodexUnavailableReason.Missing, error.Reason);
        Assert.Contains("npm", error.Message, StringComparison.Ordinal);
        Assert.Contains("Node.js", error.Fix, StringComparison.Ordinal);
        Assert.Empty(Temporary());
    }

    [Theory]
    [InlineData("echo 'npm error network' >&2; exit 7", "exit code 7: network")]
    [InlineData("printf 'npm warn old\\nnpm error code ENOTFOUND\\nnpm error syscall getaddrinfo\\nnpm error a\\nnpm error b\\nnpm error c\\nnpm error log\\n' >&2; exit 1", "exit code 1: code ENOTFOUND; syscall getaddrinfo; a; b; c Check")]
    [InlineData("echo 'out of memory' >&2; exit 9", "exit code 9: out of memory")]
    [InlineData("exit 0", "is not there")]
    public async Task A_failing_npm_is_told_and_leaves_nothing(string script, string says)
    {
        var error = await Assert.ThrowsAsync<CodexUnavailableException>(() => new CodexInstaller(TimeProvider.System, Npm(script)).InstallAsync(_environment, null, Cancelled));
        Assert.Contains(says, $"{error.Message} {error.Fix}", StringComparison.Ordinal);
        Assert.Empty(Temporary());
        Assert.False(Directory.Exists(CodexPaths.PinnedInstall(_environment)));
    }

    [Fact]
    public void The_embedded_lock_file_pins_what_the_tests_run()
    {
        using var resource = typeof(CodexInstaller).Assembly.GetManifestResourceStream("CodexA2A.Runner.Pinned.package-lock.json")!;
        var embedded = Packages(JsonNode.Parse(resource)!);
        var tests = Packages(JsonNode.Parse(File.ReadAllText(Path.Combine(TestCodex.TestsFolder, "codex", "package-lock.json")))!);
        Assert.NotEmpty(embedded);
        Assert.Equal(tests, embedded);
        Assert.All(embedded, package => Assert.Contains(CodexPaths.PinnedVersion, package, StringComparison.Ordinal));
        Assert.DoesNotContain("resolved", JsonNode.Parse(File.ReadAllText(Path.Combine(TestCodex.TestsFolder, "codex", "package-lock.json")))!.ToJsonString(), StringComparison.Ordinal);
    }

    private static List<string> Packages(JsonNode lockFile) => [.. lockFile["packages"]!.AsObject()
        .Where(package => package.Key.Length > 0)
        .Select(package => $"{package.Key} {package.Value!["version"]} {package.Value["integrity"]} {package.Value["resolved"]}")];

    private static string Good
    {
        get
        {
            var (package, triple) = CodexPlatform.Current!.Value;
            var folder = $"node_modules/@openai/{package}/vendor/{triple}/bin";
            return $"test -f package-lock.json || exit 9; mkdir -p {folder}; echo native > {folder}/codex";
        }
    }

    private string Npm(string script)
    {
        var file = Path.Combine(_root, "npm");
        File.WriteAllText(file, $"#!/bin/sh\necho \"$@\" > {_root}/npm.log\n{script}\n");
        TestFiles.MakeExecutable(file);
        return file;
    }

    private IEnumerable<string> Temporary() =>
        Directory.EnumerateDirectories(Path.GetDirectoryName(CodexPaths.PinnedInstall(_environment))!, "*.tmp");

    private sealed class Lines : ConcurrentQueue<string>, IProgress<string>
    {
        public void Report(string value) => Enqueue(value);
    }
}
