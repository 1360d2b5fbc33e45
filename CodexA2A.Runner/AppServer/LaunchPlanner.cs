using System.Collections;
using Microsoft.Extensions.Options;

namespace CodexA2A.Runner.AppServer;

/// <summary>Decides which Codex is started and how, and prepares its folders.</summary>
internal sealed partial class LaunchPlanner(
    IOptions<CodexOptions> settings,
    CodexHome home,
    ParentEnvironment parent,
    CodexLocator locator,
    CodexInstaller installer,
    ILogger<LaunchPlanner> logger)
{
    private readonly CodexOptions _options = settings.Value;
    private volatile Task _installing = Task.CompletedTask;

    /// <summary>Environment of this process.</summary>
    public static IReadOnlyDictionary<string, string> ParentEnvironment() => Environment.GetEnvironmentVariables()
        .Cast<DictionaryEntry>()
        .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "",
            OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);

    /// <summary>The CODEX_HOME of every process.</summary>
    public CodexHome Home => home;

    /// <summary>Completes when Codex is not being installed (any more); never faults. The installation has a limit of its own.</summary>
    public Task Installing => _installing;

    /// <summary>The plan; the pinned Codex is installed first if there is no other.</summary>
    /// <exception cref="CodexUnavailableException">There is no Codex, or a folder cannot be used.</exception>
    public async Task<LaunchPlan> PlanAsync(CancellationToken cancellationToken)
    {
        var environment = parent.Variables;
        var executable = await locator.FindAsync(_options, environment, cancellationToken)
            ?? await InstallAsync(cancellationToken);
        LogExecutable(executable.File, executable.Source);
        try
        {
            if (home.Own)
                CodexPaths.Private(home.Path);
            else if (!Directory.Exists(home.Path))
                throw NoHome(home.Path);
            var child = new Dictionary<string, string>(ChildEnvironment.Build(environment, _options, home.ReadConfig()), StringComparer.Ordinal)
            {
                ["CODEX_HOME"] = home.Path,
            };
            if (home.NeedsKey && environment.TryGetValue("OPENAI_API_KEY", out var key))
                child["OPENAI_API_KEY"] = key;
            return new LaunchPlan(
                executable.File,
                LaunchArguments.Build(_options, home.NeedsKey, AgentHome.Prepare(_options, environment)),
                child,
                CodexPaths.Private(Path.Combine(CodexPaths.Data(_options, environment), "codex-cwd")),
                home.Path)
            {
                Source = executable.Source,
            };
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CodexUnavailableException(CodexUnavailableReason.FailedToStart,
                "A folder that Codex needs cannot be used.",
                $"{error.Message} Check Codex:DataDirectory, Codex:Home and Codex:AgentHome.", error);
        }
    }

    private async Task<CodexExecutable> InstallAsync(CancellationToken cancellationToken)
    {
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _installing = over.Task;
        try
        {
            return await installer.InstallAsync(parent.Variables, new LogProgress(this), cancellationToken);
        }
        finally
        {
            over.SetResult();
        }
    }

    private static CodexUnavailableException NoHome(string path) => new(CodexUnavailableReason.FailedToStart,
        "The configured CODEX_HOME does not exist.",
        $"There is no folder {path}. Create it, or remove Codex:Home (CODEX_HOME) to use one of our own.");

    [LoggerMessage(Level = LogLevel.Debug, Message = "Using {File} ({Source})")]
    private partial void LogExecutable(string file, CodexSource source);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Line}")]
    private partial void LogInstall(string line);

    private sealed class LogProgress(LaunchPlanner owner) : IProgress<string>
    {
        public void Report(string value) => owner.LogInstall(value);
    }
}
