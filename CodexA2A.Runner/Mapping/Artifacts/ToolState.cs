using System.Text.Json.Nodes;

namespace CodexA2A.Runner.Mapping.Artifacts;

/// <summary>How a tool stands, in the words of the stream-hints contract.</summary>
/// <param name="SourceMethod">Codex's kind of item: <c>commandExecution</c>, <c>fileChange</c>, <c>mcpToolCall</c>, …</param>
/// <param name="Tool">Name of the tool.</param>
/// <param name="Status">One of <see cref="ToolStatuses"/>.</param>
internal sealed record ToolState(string SourceMethod, string Tool, string Status)
{
    /// <summary>One line for people.</summary>
    public string? Title { get; init; }

    /// <summary>What it was asked to do.</summary>
    public JsonObject? Input { get; init; }

    /// <summary>What came out; bounded.</summary>
    public JsonObject? Output { get; init; }

    /// <summary>Why it failed.</summary>
    public JsonObject? Error { get; init; }
}

/// <summary>Values of <see cref="ToolState.Status"/>.</summary>
internal static class ToolStatuses
{
    /// <summary>At work.</summary>
    public const string Running = "running";

    /// <summary>Ended well.</summary>
    public const string Completed = "completed";

    /// <summary>Ended badly.</summary>
    public const string Failed = "failed";

    /// <summary>Refused, or stopped before its end.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>The status of an item that Codex reports as <paramref name="status"/>.</summary>
    /// <param name="status">Codex's word; null for items without a status.</param>
    /// <param name="ended">The item is completed: then "in progress" cannot be right, and no word means it went well.</param>
    public static string From(string? status, bool ended) => status switch
    {
        "completed" => Completed,
        "failed" => Failed,
        "declined" or "interrupted" or "cancelled" => Cancelled,
        null or "" => ended ? Completed : Running,
        _ => ended ? Cancelled : Running,
    };
}
