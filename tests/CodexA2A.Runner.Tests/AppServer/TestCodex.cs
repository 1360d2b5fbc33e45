using System.Runtime.CompilerServices;
using CodexA2A.Runner.AppServer;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CodexA2A.Runner.Tests.AppServer;

/// <summary>A real <see cref="AppServerHost"/> with its own folders, by default in front of the fake Codex.</summary>
internal sealed class TestCodex : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private TestCodex(string root, Action<CodexOptions>? configure, Action<IServiceCollection>? register = null)
    {
        Root = root;
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Debug).AddProvider(Log));
        register?.Invoke(services);
        services.AddAppServer();
        services.Configure<CodexOptions>(options =>
        {
            options.Executable = FakePath;
            options.DataDirectory = Path.Combine(root, "data");
            options.Home = Directory.CreateDirectory(Path.Combine(root, "home")).FullName;
        });
        if (configure is not null)
            services.Configure(configure);
        _services = services.BuildServiceProvider();
        Host = _services.GetRequiredService<AppServerHost>();
        Host.ProcessEnded += certificate => Deaths.Enqueue(certificate);
    }

    /// <summary>The fake Codex, built beside the tests.</summary>
    public static string FakePath { get; } = Path.Combine(AppContext.BaseDirectory, "fake-codex");

    /// <summary>The real Codex: <c>CODEX_A2A_TEST_CODEX</c>, else what <c>npm ci</c> put below tests/codex.</summary>
    public static string RealPath => FindReal();

    /// <summary>The folder tests/ of the sources.</summary>
    public static string TestsFolder { get; } = FindTests();

    public string Root { get; }

    public TestLog Log { get; } = new();

    public AppServerHost Host { get; }

    public System.Collections.Concurrent.ConcurrentQueue<DeathCertificate> Deaths { get; } = new();

    public CodexOptions Options => _services.GetRequiredService<IOptions<CodexOptions>>().Value;

    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    /// <summary>A started host. <paramref name="faults"/> are names of the fake's faults, separated by commas.</summary>
    public static async Task<TestCodex> StartAsync(
        string faults = "", Action<CodexOptions>? configure = null, Action<IServiceCollection>? register = null)
    {
        var codex = Create(faults, configure, register);
        await codex.Host.StartAsync(TestContext.Current.CancellationToken);
        return codex;
    }

    /// <summary>A host that is not started yet.</summary>
    public static TestCodex Create(string faults = "", Action<CodexOptions>? configure = null, Action<IServiceCollection>? register = null) =>
        new(Directory.CreateTempSubdirectory("codex-a2a-test-").FullName, options =>
        {
            if (faults.Length > 0)
                options.Config["fake.fault"] = faults;
            configure?.Invoke(options);
        }, register);

    /// <summary>Waits until a line of the log holds <paramref name="words"/>.</summary>
    public async Task LoggedAsync(string words)
    {
        while (!Log.Text.Contains(words, StringComparison.Ordinal))
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await _services.DisposeAsync();
        Directory.Delete(Root, recursive: true);
    }

    private static string FindReal() =>
        Environment.GetEnvironmentVariable("CODEX_A2A_TEST_CODEX") is { Length: > 0 } given ? given
        : CodexPlatform.NativeBelow(Path.Combine(TestsFolder, "codex"))
            ?? throw new InvalidOperationException("The pinned Codex is not installed: run `npm ci` in tests/codex (test.sh does), or set CODEX_A2A_TEST_CODEX.");

    private static string FindTests([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
