using CodexA2A.Runner.AppServer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CodexA2A.Runner.Tests.AppServer;

/// <summary>Work that arrives while npm still installs Codex.</summary>
public sealed class FirstInstallTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_waits_however_long_that_takes()
    {
        var (package, triple) = CodexPlatform.Current!.Value;
        var bin = $"node_modules/@openai/{package}/vendor/{triple}/bin";
        await using var codex = await InstallingAsync(
            $"mkdir -p {bin}; printf '#!/bin/sh\\nexec {TestCodex.FakePath} \"$@\"\\n' > {bin}/codex; chmod +x {bin}/codex");
        Assert.Contains("installed", codex.Host.Health.Problem, StringComparison.Ordinal);
        var waiting = codex.Host.GetAsync(Cancelled).AsTask();

        _time.Advance(TimeSpan.FromMinutes(5));
        GoOn();

        Assert.Equal("0.169.0", (await waiting).Version);
        Assert.False(codex.Host.IsInstalling);
    }

    [Fact]
    public async Task It_is_told_when_that_fails()
    {
        await using var codex = await InstallingAsync("exit 7");
        var waiting = codex.Host.GetAsync(Cancelled).AsTask();

        _time.Advance(TimeSpan.FromMinutes(5));
        GoOn();

        Assert.Contains("could not be installed", (await Assert.ThrowsAsync<CodexUnavailableException>(() => waiting)).Message, StringComparison.Ordinal);
    }

    private void GoOn() => File.WriteAllText(Path.Combine(_folder.Path, "go"), "");

    private async Task<TestCodex> InstallingAsync(string script)
    {
        var npm = Path.Combine(_folder.Path, "npm");
        await File.WriteAllTextAsync(npm, $"#!/bin/sh\nwhile [ ! -e {_folder.Path}/go ]; do sleep 0.02; done\n{script}\n", Cancelled);
        TestFiles.MakeExecutable(npm);
        var codex = await TestCodex.StartAsync(configure: options => options.Executable = null, register: services => services
            .AddSingleton<TimeProvider>(_time)
            .AddSingleton(new CodexInstaller(_time, npm))
            .AddSingleton(new ParentEnvironment(new Dictionary<string, string> { ["HOME"] = _folder.Path, ["PATH"] = "" })));
        while (!codex.Host.IsInstalling)
        {
            Cancelled.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        return codex;
    }
}
