namespace CodexA2A.Runner.AppServer;

/// <summary>Where an executable of Codex was found.</summary>
internal enum CodexSource
{
    /// <summary>Named by <c>Codex:Executable</c> or <c>CODEX_CLI_BIN</c>.</summary>
    Configured,

    /// <summary>On PATH, with a version that fits.</summary>
    Path,

    /// <summary>The pinned version in the cache folder.</summary>
    Pinned,
}

/// <summary>An executable of Codex; the version is null where only <c>initialize</c> will tell it.</summary>
internal sealed record CodexExecutable(string File, CodexSource Source, CodexVersion? Version);

/// <summary>Finds Codex: the configured one, else one on PATH whose version fits, else the pinned one.</summary>
internal sealed partial class CodexLocator(TimeProvider time, ILogger<CodexLocator> logger)
{
    private const string Name = "codex";
    private const string Variable = "CODEX_CLI_BIN";

    private static readonly TimeSpan VersionLimit = TimeSpan.FromSeconds(10);

    /// <summary>The executable, or null when nothing is there and the pinned one is to be installed.</summary>
    /// <exception cref="CodexUnavailableException">The configured one does not exist.</exception>
    public async Task<CodexExecutable?> FindAsync(
        CodexOptions options,
        IReadOnlyDictionary<string, string> environment,
        CancellationToken cancellationToken)
    {
        if (Configured(options, environment) is var (setting, given))
        {
            var file = OnPath(given, environment) ?? throw new CodexUnavailableException(CodexUnavailableReason.Missing,
                $"The Codex executable named by {setting} was not found.",
                $"There is no executable {given}. Correct {setting}, or remove it to use the pinned version.");
            return new CodexExecutable(CodexPlatform.ResolveNative(file), CodexSource.Configured, null);
        }

        return await OnPathAsync(options, environment, cancellationToken) ?? Pinned(environment);
    }

    /// <summary>The installed pinned version; null when it is not there.</summary>
    public static CodexExecutable? Pinned(IReadOnlyDictionary<string, string> environment) =>
        CodexPlatform.NativeBelow(CodexPaths.PinnedInstall(environment)) is { } file
            ? new CodexExecutable(file, CodexSource.Pinned, CodexVersion.Find(CodexPaths.PinnedVersion))
            : null;

    /// <summary>The version an executable reports; null when it reports none in time.</summary>
    public async Task<CodexVersion?> ReadVersionAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            var result = await ToolProcess.RunAsync(file, ["--version"], Path.GetTempPath(), VersionLimit, time, cancellationToken);
            return result is { ExitCode: 0 } ? CodexVersion.Find(result.Output) : null;
        }
        catch (TimeoutException error)
        {
            LogNoVersion(file, error);
            return null;
        }
    }

    private static (string Setting, string File)? Configured(CodexOptions options, IReadOnlyDictionary<string, string> environment) =>
        (options.Executable, environment.GetValueOrDefault(Variable)) switch
        {
            // The bare word was the predecessor's default: whichever Codex there is.
            (Name, _) or (null or "", null or "" or Name) => null,
            ({ Length: > 0 } setting, var variable) => (setting == variable ? Variable : "Codex:Executable", setting),
            (_, var variable) => (Variable, variable!),
        };

    private async Task<CodexExecutable?> OnPathAsync(
        CodexOptions options, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        if ((OnPath(Name, environment) ?? InNpmFolder(environment)) is not { } found)
            return null;
        var file = CodexPlatform.ResolveNative(found);
        var version = await ReadVersionAsync(file, cancellationToken);
        if (version is not null && CodexVersionRange.Parse(options.SupportedVersions).Contains(version))
            return new CodexExecutable(file, CodexSource.Path, version);
        LogPathUnfit(file, version, options.SupportedVersions);
        return null;
    }

    private static string? OnPath(string name, IReadOnlyDictionary<string, string> environment)
    {
        if (name.Contains(Path.DirectorySeparatorChar) || Path.IsPathRooted(name))
            return File.Exists(name) ? Path.GetFullPath(name) : null;
        return Programs.Find(name, environment.GetValueOrDefault("PATH"));
    }

    // Where npm installs for people who may not write to the system's folders; often in no service's PATH.
    private static string? InNpmFolder(IReadOnlyDictionary<string, string> environment) =>
        OnPath(Path.Combine(CodexPaths.UserHome(environment), ".npm-global", "bin", Name), environment);

    [LoggerMessage(Level = LogLevel.Information, Message = "{File} on PATH is version {Version}, outside {Range}; using the pinned version")]
    private partial void LogPathUnfit(string file, CodexVersion? version, string range);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{File} did not report its version")]
    private partial void LogNoVersion(string file, Exception error);
}
