namespace CodexA2A.Cli.Doctor;

/// <summary>Says whether folders can be used.</summary>
internal static class FolderProbe
{
    /// <summary>Whether the folder can be written; where it does not exist yet, whether it could be made.</summary>
    public static FolderFact Try(string path)
    {
        var full = Path.GetFullPath(path);
        var there = full;
        while (!Directory.Exists(there) && Path.GetDirectoryName(there) is { } parent)
        {
            there = parent;
        }

        if (File.Exists(full) || File.Exists(Path.GetDirectoryName(full)))
        {
            return new FolderFact(full, "there is a file in its place.");
        }

        try
        {
            using var file = new FileStream(
                Path.Combine(there, $".codex-a2a-{Guid.NewGuid():N}"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            return new FolderFact(full, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new FolderFact(full, e.Message);
        }
    }

    /// <summary>The process that holds a data folder, or null.</summary>
    public static string? Holder(string dataFolder)
    {
        var held = Path.Combine(dataFolder, "lock");
        if (!File.Exists(held))
        {
            return null;
        }

        try
        {
            using var file = new FileStream(held, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ReadPid(Path.Combine(dataFolder, "pid"));
        }
    }

    private static string ReadPid(string file)
    {
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "unknown";
        }
    }
}
