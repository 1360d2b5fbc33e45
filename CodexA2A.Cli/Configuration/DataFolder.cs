namespace CodexA2A.Cli.Configuration;

/// <summary>Where the service of one process keeps its data (contracts.md §6).</summary>
internal static class DataFolder
{
    private const string Name = "codex-a2a";

    /// <summary>The folder that was given, else <c>$XDG_DATA_HOME/codex-a2a</c>, else the platform's place for such data.</summary>
    public static string Choose(string? given)
    {
        if (!string.IsNullOrEmpty(given))
        {
            return Path.GetFullPath(given);
        }

        var xdg = Environment.GetEnvironmentVariable("XDG_DATA_HOME");
        if (xdg is { Length: > 0 } && Path.IsPathRooted(xdg))
        {
            return Path.Combine(xdg, Name);
        }

        return OperatingSystem.IsWindows()
            ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), Name)
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "share", Name);
    }

    /// <summary>Makes a folder that only its owner may enter.</summary>
    public static string Make(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return path;
    }
}
