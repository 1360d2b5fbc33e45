namespace CodexA2A.Runner.AppServer;

/// <summary>Folders this service uses for Codex; pure functions of settings and environment.</summary>
internal static class CodexPaths
{
    /// <summary>The pinned version, installed when nothing else fits.</summary>
    public const string PinnedVersion = "0.169.0";

    /// <summary>Where this service keeps its data: the setting, else <c>$XDG_DATA_HOME/codex-a2a</c>.</summary>
    public static string Data(CodexOptions options, IReadOnlyDictionary<string, string> environment) =>
        options.DataDirectory is { Length: > 0 } given
            ? Path.GetFullPath(given)
            : Path.Combine(Base(environment, "XDG_DATA_HOME", Environment.SpecialFolder.LocalApplicationData, ".local/share"), "codex-a2a");

    /// <summary>Where the pinned Codex is installed: <c>$XDG_CACHE_HOME/codex-a2a/codex-0.169.0</c>.</summary>
    public static string PinnedInstall(IReadOnlyDictionary<string, string> environment) => Path.Combine(
        Base(environment, "XDG_CACHE_HOME", Environment.SpecialFolder.LocalApplicationData, ".cache"), "codex-a2a", $"codex-{PinnedVersion}");

    /// <summary>The user's home folder.</summary>
    public static string UserHome(IReadOnlyDictionary<string, string> environment) =>
        environment.GetValueOrDefault("HOME") is { Length: > 0 } home
            ? home
            : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    /// <summary>Makes a folder that only its owner may enter.</summary>
    public static string Private(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return folder;
    }

    private static string Base(IReadOnlyDictionary<string, string> environment, string variable, Environment.SpecialFolder windows, string unix) =>
        environment.GetValueOrDefault(variable) is { Length: > 0 } given && Path.IsPathRooted(given) ? given
        : OperatingSystem.IsWindows() ? Environment.GetFolderPath(windows)
        : Path.Combine(UserHome(environment), unix);
}
