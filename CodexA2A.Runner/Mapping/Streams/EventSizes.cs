namespace CodexA2A.Runner.Mapping.Streams;

/// <summary>Sizes of contracts.md §2, in bytes of UTF-8.</summary>
internal static class EventSizes
{
    /// <summary>One event.</summary>
    public const int Event = 256 * 1024;

    /// <summary>What an event needs beside its text: ids and metadata.</summary>
    public const int Overhead = 4 * 1024;

    /// <summary>The output of a tool inside a task.</summary>
    public const int ToolOutput = 64 * 1024;

    /// <summary>What was changed in files, and arguments and results of a tool, inside one event.</summary>
    public const int ToolData = 64 * 1024;

    /// <summary>All that is said of a tool's state in one event, escapes included.</summary>
    public const int ToolState = 192 * 1024;

    /// <summary>The details of a question.</summary>
    public const int Details = 96 * 1024;

    /// <summary>The words of a question.</summary>
    public const int Question = 16 * 1024;

    /// <summary>The diff of a turn.</summary>
    public const int Diff = 1024 * 1024;

    /// <summary>The list of changed files.</summary>
    public const int Manifest = 160 * 1024;

    /// <summary>The answer as data, of a request with a schema.</summary>
    public const int Result = 192 * 1024;

    /// <summary>A piece of a stream that merging makes.</summary>
    public const int MergedDelta = 8 * 1024;
}
