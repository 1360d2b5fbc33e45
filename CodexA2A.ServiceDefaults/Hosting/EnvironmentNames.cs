using System.Collections;
using Microsoft.Extensions.Configuration;

namespace CodexA2A.ServiceDefaults.Hosting;

/// <summary>The short environment names: <c>A2A_X_Y</c> is read as <c>A2A:XY</c> (contracts.md §9).</summary>
public static class EnvironmentNames
{
    private const string Prefix = "A2A_";

    /// <summary>Adds what the process environment gives under short names.</summary>
    /// <exception cref="InvalidOperationException">A short name and the setting itself are both given and differ.</exception>
    public static void AddA2AEnvironment(this IConfigurationManager configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Select(entry => KeyValuePair.Create((string)entry.Key, (string?)entry.Value ?? ""));
        configuration.AddInMemoryCollection(Read(environment, key => configuration[key]));
    }

    /// <summary>The settings that <paramref name="environment"/> gives under short names.</summary>
    /// <param name="environment">Names and values.</param>
    /// <param name="current">What a setting has already, or null.</param>
    internal static Dictionary<string, string?> Read(IEnumerable<KeyValuePair<string, string>> environment, Func<string, string?> current)
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in environment)
        {
            if (KeyOf(name) is not { } key || value.Length == 0) continue;
            if (current(key) is { } other && other != value)
            {
                throw new InvalidOperationException(
                    $"The environment variable {name} and the setting {key} are both given and differ. Remove one of them.");
            }

            settings[key] = value;
        }

        return settings;
    }

    private static string? KeyOf(string name)
    {
        if (name.Equals("CODEX_WORKSPACE_ROOT", StringComparison.Ordinal)) return "A2A:WorkspaceRoot";
        // A2A__X is the host's own spelling and is read already.
        return name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && name.Length > Prefix.Length && name[Prefix.Length] != '_' && !name.Contains("__", StringComparison.Ordinal)
            ? "A2A:" + name[Prefix.Length..].Replace("_", "", StringComparison.Ordinal)
            : null;
    }
}
