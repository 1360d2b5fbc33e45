namespace CodexA2A.Runner.AppServer;

/// <summary>
/// The environment of the Codex process, by allow-list: whatever is passed can end up in a command the model runs.
/// </summary>
internal static class ChildEnvironment
{
    private static readonly string[] Names =
        ["PATH", "HOME", "USER", "LANG", "TZ", "TMPDIR", "CODEX_HOME", "RUST_LOG"];

    private static readonly string[] Prefixes = ["LC_", "SSL_CERT_"];

    private const string ProxySuffix = "_PROXY";

    // Without these no program of any use runs on Windows.
    private static readonly string[] WindowsNames =
        ["SYSTEMROOT", "SYSTEMDRIVE", "COMSPEC", "PATHEXT", "TEMP", "TMP", "USERPROFILE", "USERNAME", "APPDATA", "LOCALAPPDATA", "PROGRAMDATA"];

    // This service's own settings and credentials; not even by name.
    private static readonly string[] Never = ["A2A_", "ConnectionStrings__", "Parameters__", "OTEL_"];

    /// <summary>What of the parent's environment Codex gets; pure.</summary>
    /// <param name="parent">Environment of this process.</param>
    /// <param name="options">Settings: further names, and overrides that may name key variables.</param>
    /// <param name="configToml">Text of CODEX_HOME/config.toml; null when there is none. The key variables it names are passed.</param>
    public static IReadOnlyDictionary<string, string> Build(
        IEnumerable<KeyValuePair<string, string>> parent,
        CodexOptions options,
        string? configToml)
    {
        var named = new HashSet<string>(options.PassEnvironment, StringComparer.Ordinal);
        named.UnionWith(ConfigEnvironmentNames.Find(configToml));
        named.UnionWith(ConfigEnvironmentNames.Find(string.Join('\n', options.Config.Select(entry => $"{entry.Key} = {entry.Value}"))));
        return parent
            .Where(variable => (IsAllowed(variable.Key) || named.Contains(variable.Key)) && !IsForbidden(variable.Key))
            .ToDictionary(variable => variable.Key, variable => variable.Value, StringComparer.Ordinal);
    }

    /// <summary>Whether a variable is one of this service's own, which nobody else gets.</summary>
    public static bool IsForbidden(string name) => Never.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    private static bool IsAllowed(string name) =>
        Names.Contains(name, StringComparer.Ordinal)
        || Prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal))
        || name.EndsWith(ProxySuffix, StringComparison.OrdinalIgnoreCase)
        || (OperatingSystem.IsWindows() && WindowsNames.Contains(name, StringComparer.OrdinalIgnoreCase));
}
