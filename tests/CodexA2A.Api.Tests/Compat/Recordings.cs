using System.Text.Json.Nodes;

namespace CodexA2A.Api.Tests.Compat;

/// <summary>What was recorded of A2A 0.3, and what of it can be compared.</summary>
internal static class Recordings
{
    private static readonly string[] Ours = ["id", "contextId", "taskId", "messageId", "artifactId", "timestamp", "text"];

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "a2a-wire");

    public static IEnumerable<string> Names(string start) =>
        Directory.EnumerateFiles(Folder, start + "*.txt").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal);

    public static string Read(string name) => File.ReadAllText(Path.Combine(Folder, name)).ReplaceLineEndings("\n");

    /// <summary>Every JSON body and event of a recording, in order.</summary>
    public static IReadOnlyList<JsonNode> Bodies(string name) =>
        [.. Read(name).Split('\n').Select(line => line.StartsWith("data: ", StringComparison.Ordinal) ? line[6..] : line)
            .Where(line => line.StartsWith('{')).Select(line => Body(line))];

    /// <summary>The events alone.</summary>
    public static IReadOnlyList<JsonNode> Events(string name) =>
        [.. Read(name).Split('\n').Where(line => line.StartsWith("data: ", StringComparison.Ordinal)).Select(line => JsonNode.Parse(line[6..])!)];

    /// <summary>Every object inside a node that fits.</summary>
    public static IEnumerable<JsonObject> Objects(JsonNode? node, Func<JsonObject, bool> fits) => node switch
    {
        JsonObject parent => (fits(parent) ? [parent] : Enumerable.Empty<JsonObject>()).Concat(parent.SelectMany(pair => Objects(pair.Value, fits))),
        JsonArray array => array.SelectMany(item => Objects(item, fits)),
        _ => [],
    };

    /// <summary>The same with one word for everything that is another each time, and without metadata.</summary>
    public static JsonNode? Comparable(JsonNode? node) => node switch
    {
        JsonObject parent => new JsonObject(parent.Where(pair => pair.Key != "metadata")
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => KeyValuePair.Create(pair.Key, Ours.Contains(pair.Key) ? (JsonNode?)"*" : Comparable(pair.Value)))),
        JsonArray array => new JsonArray([.. array.Select(Comparable)]),
        _ => node?.DeepClone(),
    };

    public static string Text(JsonNode? node) => Comparable(node)?.ToJsonString() ?? "null";

    // The next part of a recording may begin on the line where a body ends.
    private static JsonNode Body(string line)
    {
        var end = line.LastIndexOf('}');
        return JsonNode.Parse(line[..(end + 1)])!;
    }
}
