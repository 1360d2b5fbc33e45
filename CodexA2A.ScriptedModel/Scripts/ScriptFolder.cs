using CodexA2A.ScriptedModel.Scenarios;

namespace CodexA2A.ScriptedModel.Scripts;

/// <summary>Loads the script files of a folder.</summary>
internal static class ScriptFolder
{
    private const int MaxFiles = 256;
    private const long MaxBytes = 1024 * 1024;

    /// <summary>All <c>*.script</c> files, as scenarios.</summary>
    /// <exception cref="ScriptFormatException">A file cannot be played, or takes the name of another scenario.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static async Task<IReadOnlyList<ScenarioDefinition>> LoadAsync(string folder, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"The folder of scripts does not exist: {folder}");
        }

        var taken = ScenarioTable.BuiltIn.Select(scenario => scenario.Name).ToHashSet(StringComparer.Ordinal);
        List<ScenarioDefinition> scenarios = [];
        foreach (var path in Directory.EnumerateFiles(folder, "*.script").Order(StringComparer.Ordinal))
        {
            var file = Path.GetFileName(path);
            if (scenarios.Count == MaxFiles || new FileInfo(path).Length > MaxBytes)
            {
                throw new ScriptFormatException(file, 0, $"At most {MaxFiles} files of {MaxBytes} bytes each are loaded.");
            }

            var script = ScriptParser.Parse(file, await File.ReadAllTextAsync(path, cancellationToken));
            if (!taken.Add(script.Name))
            {
                throw new ScriptFormatException(file, 0, $"There is a scenario '{script.Name}' already; give the file another name.");
            }

            scenarios.Add(new ScenarioDefinition(script.Name, script.Summary, [], scene => ScriptPlay.Play(script, scene)) { Bare = true });
        }

        return scenarios;
    }
}
