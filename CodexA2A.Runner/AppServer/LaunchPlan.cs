namespace CodexA2A.Runner.AppServer;

/// <summary>Everything that decides how a Codex process is started.</summary>
/// <param name="Executable">The native binary.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Environment">Its whole environment.</param>
/// <param name="WorkingDirectory">A neutral, empty folder: Codex leaves mount points behind where it starts.</param>
/// <param name="CodexHome">Its CODEX_HOME.</param>
internal sealed record LaunchPlan(
    string Executable,
    IReadOnlyList<string> Arguments,
    IReadOnlyDictionary<string, string> Environment,
    string WorkingDirectory,
    string CodexHome)
{
    /// <summary>Where the executable was found.</summary>
    public CodexSource Source { get; init; }

    private static readonly string[] SecretWords = ["KEY", "TOKEN", "SECRET", "PASSWORD"];

    /// <summary>Values that must not appear in a log.</summary>
    public IReadOnlyList<string> Secrets =>
        [.. Environment
            .Where(variable => variable.Value.Length >= 6
                && SecretWords.Any(word => variable.Key.Contains(word, StringComparison.OrdinalIgnoreCase)))
            .Select(variable => variable.Value)];
}
