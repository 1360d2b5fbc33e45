namespace CodexA2A.AppHost.Settings;

/// <summary>Where the AppHost keeps what must outlive it: Redis' data, the scripted model's Codex home, the workspace.</summary>
public static class DataFolder
{
    /// <summary>The folder that was given, else <c>codex-a2a/apphost</c> in <c>$XDG_DATA_HOME</c> or in the platform's place for such data.</summary>
    public static string Choose(string? given, string? xdgDataHome)
    {
        if (given is not null)
        {
            return Path.GetFullPath(given);
        }

        var place = xdgDataHome is not null && Path.IsPathRooted(xdgDataHome) ? xdgDataHome
            : OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "share");
        return Path.Combine(place, "codex-a2a", "apphost");
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
