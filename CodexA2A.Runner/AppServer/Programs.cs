namespace CodexA2A.Runner.AppServer;

/// <summary>
/// Finds programs by name. .NET, given a bare name, looks into the current folder before PATH, and that folder may be the workspace,
/// which agents write: a program that is started outside the sandbox is therefore found here, and only where PATH names whole paths.
/// </summary>
internal static class Programs
{
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The absolute path of a program on this process's PATH; null when there is none.</summary>
    public static string? Find(string name) => Find(name, Environment.GetEnvironmentVariable("PATH"));

    /// <summary>The absolute path of a program.</summary>
    /// <param name="name">A bare name; a whole path comes back as it is, and any other path is not found.</param>
    /// <param name="path">Folders as PATH has them; those that are no whole paths are passed over.</param>
    public static string? Find(string name, string? path)
    {
        if (Path.IsPathFullyQualified(name))
        {
            return name;
        }

        string[] names = OperatingSystem.IsWindows() ? [name + ".exe", name + ".cmd", name] : [name];
        return Path.GetFileName(name) != name ? null : (path ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(Path.IsPathFullyQualified)
            .SelectMany(folder => names.Select(file => Path.Combine(folder, file)))
            .FirstOrDefault(IsProgram);
    }

    private static bool IsProgram(string file) =>
        File.Exists(file) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(file) & Executable) != 0);
}
