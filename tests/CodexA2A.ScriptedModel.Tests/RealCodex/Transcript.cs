namespace CodexA2A.ScriptedModel.Tests.RealCodex;

/// <summary>Recorded lines of one turn.</summary>
internal static class Transcript
{
    public static string PathOf(string name) => Path.Combine(Repository.Fixtures, name + ".ndjson");

    /// <summary>CODEX_A2A_RECORD is 1 for all, or names with commas between them.</summary>
    public static bool IsToBeRecorded(string name) =>
        Environment.GetEnvironmentVariable("CODEX_A2A_RECORD") is { } wanted && (wanted == "1" || wanted.Split(',').Contains(name));

    public static IReadOnlyList<CodexLine> Read(string name) =>
        [.. File.ReadLines(PathOf(name)).Where(line => line.Length > 0).Select(line => new CodexLine(line))];

    public static Task WriteAsync(string name, IEnumerable<CodexLine> lines, CancellationToken cancellationToken) =>
        File.WriteAllTextAsync(PathOf(name), string.Concat(lines.Select(line => line.Text + "\n")), cancellationToken);

    /// <summary>Type and status of the completed items, without the user's message.</summary>
    public static IReadOnlyList<string> CompletedItems(IEnumerable<CodexLine> lines) =>
    [
        .. lines.Where(line => line.Method == "item/completed" && line.ItemType != "userMessage")
            .Select(line => line.ItemStatus is { } status ? $"{line.ItemType} {status}" : line.ItemType!),
    ];

    /// <summary>What a mapping must not miss: the kinds of lines in order.</summary>
    public static IReadOnlyList<string> Outline(IEnumerable<CodexLine> lines)
    {
        List<string> outline = [];
        foreach (var line in lines)
        {
            var entry = line.Method switch
            {
                "turn/completed" => $"turn/completed {line.Params!["turn"]!["status"]}",
                "item/started" or "item/completed" => $"{line.Method} {line.ItemType} {line.ItemStatus}".TrimEnd(),
                "turn/plan/updated" or "error" => line.Method,
                _ when line.IsRequest => line.Method,
                _ => null,
            };
            if (entry is not null)
            {
                outline.Add(entry);
            }
        }

        return outline;
    }
}
