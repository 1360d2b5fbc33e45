namespace CodexA2A.Runner.AppServer;

/// <summary>Which CODEX_HOME is used, and whether it is ours. Chosen at the start, for the life of this process.</summary>
/// <param name="Path">The folder.</param>
/// <param name="Own">Ours: made if need be, and without a login in it Codex takes its key from OPENAI_API_KEY. Otherwise used exactly as it is.</param>
internal sealed record CodexHome(string Path, bool Own)
{
    private static readonly string[] Decisive = ["auth.json", "config.toml"];

    /// <summary>A given home, else a logged-in <c>~/.codex</c>, else one of our own. Never writes.</summary>
    public static CodexHome Choose(CodexOptions options, IReadOnlyDictionary<string, string> environment)
    {
        if (options.Home is { Length: > 0 } setting)
            return new CodexHome(System.IO.Path.GetFullPath(setting), Own: false);
        if (environment.GetValueOrDefault("CODEX_HOME") is { Length: > 0 } variable)
            return new CodexHome(System.IO.Path.GetFullPath(variable), Own: false);
        var users = System.IO.Path.Combine(CodexPaths.UserHome(environment), ".codex");
        return IsLoggedIn(users)
            ? new CodexHome(users, Own: false)
            : new CodexHome(System.IO.Path.Combine(CodexPaths.Data(options, environment), "codex-home"), Own: true);
    }

    /// <summary>Codex takes its key from OPENAI_API_KEY: the home is ours, and nobody has logged in to it.</summary>
    public bool NeedsKey => Own && !IsLoggedIn(Path);

    /// <summary>Text of its config.toml; null when there is none.</summary>
    public string? ReadConfig() => ReadIfThere(System.IO.Path.Combine(Path, "config.toml"));

    /// <summary>Changes when somebody logs in or edits the configuration: path, times and lengths of the files that decide.</summary>
    public string Stamp()
    {
        var files = Decisive.Select(name => new FileInfo(System.IO.Path.Combine(Path, name)));
        return $"{Path}|{string.Join('|', files.Select(file => file.Exists ? $"{file.LastWriteTimeUtc.Ticks}:{file.Length}" : "-"))}";
    }

    // Credentials are in auth.json, or in the system's keyring where the configuration says so.
    private static bool IsLoggedIn(string folder) =>
        File.Exists(System.IO.Path.Combine(folder, "auth.json"))
        || (ReadIfThere(System.IO.Path.Combine(folder, "config.toml")) is { } config
            && config.Split('\n').Any(line => line.TrimStart().StartsWith("cli_auth_credentials_store", StringComparison.Ordinal)
                && line.Contains("keyring", StringComparison.Ordinal)));

    private static string? ReadIfThere(string file)
    {
        try
        {
            return File.Exists(file) ? File.ReadAllText(file) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
