namespace CodexA2A.Chaos.Tests.Ledgers;

/// <summary>What tools did outside the log: a file for each task, a line for each time.</summary>
internal static class EffectFiles
{
    private const string Folder = "effects";

    /// <summary>Makes their folder.</summary>
    public static void Prepare(string folder) => Directory.CreateDirectory(Path.Combine(folder, Folder));

    /// <summary>The effect of a tool.</summary>
    public static void Add(string folder, string taskId, string agent) => File.AppendAllText(Path.Combine(folder, Folder, taskId), $"{taskId} {agent}\n");

    /// <summary>How often it happened for each task, where it did at all.</summary>
    public static IReadOnlyDictionary<string, int> Count(string folder) =>
        Directory.EnumerateFiles(Path.Combine(folder, Folder)).ToDictionary(path => Path.GetFileName(path), path => File.ReadAllLines(path).Length);
}
