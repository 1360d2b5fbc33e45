namespace CodexA2A.Cli.Configuration;

/// <summary>What the environment says in terms of our configuration.</summary>
/// <param name="Settings">Configuration keys and values.</param>
/// <param name="Origins">Which variable sets a key; the names of .NET are there too, whose values .NET reads itself.</param>
/// <param name="Warnings">One line each: ignored, unknown or changed names.</param>
/// <param name="Errors">One line each: contradictions and unreadable values; with any of these the start fails.</param>
internal sealed record EnvironmentTranslation(
    IReadOnlyDictionary<string, string?> Settings,
    IReadOnlyDictionary<string, string> Origins,
    IReadOnlyList<string> Warnings,
    IReadOnlyList<string> Errors)
{
    /// <summary>True where a mistake of the settings is a contradiction that is among <see cref="Errors"/>: two names for one folder.</summary>
    public bool Tells(string mistake) =>
        mistake.Contains("name different folders", StringComparison.Ordinal) && Errors.Any(error => error.Contains("WorkspaceRoot", StringComparison.Ordinal));
}
