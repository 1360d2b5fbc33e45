namespace CodexA2A.Runner.AppServer;

/// <summary>
/// The HOME of the agent's shell commands. Codex runs each command in a login shell, so a slow profile of the user would
/// be paid for with every command; this folder has a profile that only restores PATH. Codex itself keeps the real HOME.
/// </summary>
internal static class AgentHome
{
    /// <summary>Value of <c>Codex:AgentHome</c> that keeps the HOME of this service.</summary>
    public const string Inherit = "inherit";

    private static readonly string[] Profiles = [".bash_profile", ".profile", ".zprofile"];

    /// <summary>The folder, made if need be; null when the HOME of this service is kept.</summary>
    public static string? Prepare(CodexOptions options, IReadOnlyDictionary<string, string> environment)
    {
        if (string.Equals(options.AgentHome, Inherit, StringComparison.OrdinalIgnoreCase) || OperatingSystem.IsWindows())
            return null;
        if (options.AgentHome is { Length: > 0 } given)
            return CodexPaths.Private(Path.GetFullPath(given));
        var folder = CodexPaths.Private(Path.Combine(CodexPaths.Data(options, environment), "agent-home"));
        foreach (var name in Profiles)
            WriteIfChanged(Path.Combine(folder, name), Profile(environment.GetValueOrDefault("PATH") ?? ""));
        var gitConfig = Path.Combine(CodexPaths.UserHome(environment), ".gitconfig");
        if (File.Exists(gitConfig))
            WriteIfChanged(Path.Combine(folder, ".gitconfig"), $"[include]\n\tpath = \"{Escaped(gitConfig)}\"\n");
        return folder;
    }

    /// <summary>The profile: the system's own may have replaced PATH, so this service's comes back in front.</summary>
    internal static string Profile(string path) =>
        $"# Written by codex-a2a; see Codex:AgentHome.\nexport PATH={ShellQuoted(path)}\"${{PATH:+:$PATH}}\"\n";

    private static string ShellQuoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static string Escaped(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);

    // Several processes may share the folder: each file appears whole.
    private static void WriteIfChanged(string file, string text)
    {
        if (File.Exists(file) && File.ReadAllText(file) == text)
            return;
        var temporary = $"{file}.{Guid.NewGuid():N}.tmp";
        File.WriteAllText(temporary, text);
        File.Move(temporary, file, overwrite: true);
    }
}
