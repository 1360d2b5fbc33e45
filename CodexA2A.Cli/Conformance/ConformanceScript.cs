using System.Text.Json.Nodes;

namespace CodexA2A.Cli.Conformance;

/// <summary>One thing that the conformance agent says: a state, a piece of its one artifact, or a Message in place of the Task.</summary>
internal sealed record ConformanceStep
{
    /// <summary>The state that the task comes to.</summary>
    public TaskState? State { get; init; }

    /// <summary>What is said with the state, or the Message.</summary>
    public string? Text { get; init; }

    /// <summary>A piece of the artifact.</summary>
    public Part? Part { get; init; }

    /// <summary>The piece follows another one.</summary>
    public bool Append { get; init; }

    /// <summary>No piece follows.</summary>
    public bool Last { get; init; } = true;
}

/// <summary>What the conformance agent does with a message: it depends on how the messageId begins, and on nothing else. Pure.</summary>
internal static class ConformanceScript
{
    private const string Completing = "tck-complete-task";

    private static readonly ConformanceStep Completed = new() { State = TaskState.Completed };
    private static readonly ConformanceStep[] Hello = [Completed with { Text = "Hello from TCK" }];

    private static readonly ConformanceStep[] Stream =
        [new() { State = TaskState.Working }, new() { Part = Part.FromText("Stream text content") }, Completed];

    private static readonly Dictionary<string, ConformanceStep[]> ByPrefix = new(StringComparer.Ordinal)
    {
        [Completing] = Hello,
        ["tck-artifact-text"] = Artifact(Part.FromText("Generated text content")),
        ["tck-artifact-file"] = Artifact(Part.FromRaw("Generated file content"u8.ToArray(), "text/plain", "output.txt")),
        ["tck-artifact-file-url"] = Artifact(Part.FromUrl("https://example.com/output.txt", "text/plain", "output.txt")),
        ["tck-artifact-data"] = Artifact(Part.FromData(new JsonObject { ["key"] = "value", ["count"] = 42 })),
        ["tck-message-response"] = [new() { Text = "Direct message response" }, Completed],
        ["tck-input-required"] = [new() { State = TaskState.InputRequired, Text = "Input required" }],
        ["tck-reject-task"] = [new() { State = TaskState.Rejected, Text = "Task rejected" }],
        ["tck-stream-001"] = Stream,
        ["tck-stream-003"] = Stream,
        ["tck-stream-ordering-001"] = Stream,
        ["tck-stream-artifact-text"] = Stream,
        ["tck-stream-artifact-chunked"] =
        [
            new() { State = TaskState.Working },
            new() { Part = Part.FromText("chunk-1 "), Last = false },
            new() { Part = Part.FromText("chunk-2"), Append = true },
            Completed,
        ],
    };

    /// <summary>The prefixes that mean something.</summary>
    public static IEnumerable<string> Prefixes => ByPrefix.Keys;

    /// <summary>What a turn does; the longest prefix decides, and any other message is completed.</summary>
    public static IReadOnlyList<ConformanceStep> Turn(string messageId) =>
        ByPrefix.Where(entry => messageId.StartsWith(entry.Key, StringComparison.Ordinal)).OrderByDescending(entry => entry.Key.Length).FirstOrDefault().Value ?? Hello;

    /// <summary>What follows an answer to a task that waits: only one message ends the waiting.</summary>
    public static IReadOnlyList<ConformanceStep> Answer(string? messageId) =>
        messageId?.StartsWith(Completing, StringComparison.Ordinal) == true ? Hello : ByPrefix["tck-input-required"];

    private static ConformanceStep[] Artifact(Part part) => [new() { Part = part }, Completed];
}
