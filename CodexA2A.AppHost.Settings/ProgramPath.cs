namespace CodexA2A.AppHost.Settings;

/// <summary>Whether a program can be started by its name.</summary>
public static class ProgramPath
{
    /// <summary>Looks in every folder of PATH.</summary>
    /// <param name="name">The program, without an ending.</param>
    /// <param name="path">The value of PATH.</param>
    public static bool Has(string name, string? path) =>
        (path ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Any(folder => IsProgram(Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name)));

    private static bool IsProgram(string file)
    {
        const UnixFileMode runs = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return File.Exists(file) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(file) & runs) != 0);
    }
}
