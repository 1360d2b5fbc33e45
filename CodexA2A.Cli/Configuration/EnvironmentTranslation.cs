namespace CodexA2A.Cli.Configuration;

/// <summary>What the environment says in terms of our configuration.</summary>
/// <param name="Settings">Configuration keys and values.</param>
/// <param name="Warnings">One line each: ignored, unknown or changed names.</param>
/// <param name="Errors">One line each: contradictions and unreadable values; with any of these the start fails.</param>
internal sealed record EnvironmentTranslation(
    IReadOnlyDictionary<string, string?> Settings,
    IReadOnlyList<string> Warnings,
    IReadOnlyList<string> Errors);
