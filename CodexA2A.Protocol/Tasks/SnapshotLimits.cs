using CodexA2A.Protocol.Json;

namespace CodexA2A.Protocol;

/// <summary>
/// Keeps the snapshot of a task under a size. What says least goes first: the oldest tool outputs, reasoning, other artifacts and messages shrink
/// to 1 KiB each, then answer and diff to 1 MiB each; only if that is not enough do these shrink further and the oldest artifacts and
/// messages go; the newest artifact of each kind and open ones last.
/// What was cut is marked: <c>metadata.codex.truncated_bytes</c> on the artifact or message, <c>truncated_bytes</c> in tool data,
/// <c>metadata.codex.truncated_artifacts</c> and <c>truncated_messages</c> on the task.
/// </summary>
public static class SnapshotLimits
{
    /// <summary>Most bytes of a snapshot as JSON.</summary>
    public const int DefaultMaxBytes = 3 * 1024 * 1024;

    /// <summary>What is left of a tool's output, of reasoning and the like.</summary>
    private const int SmallCap = 1024;

    /// <summary>What is left of answer and diff, in order.</summary>
    private static readonly int[] LargeCaps = [1024 * 1024, 512 * 1024, 128 * 1024, 32 * 1024, 8 * 1024, SmallCap];

    /// <summary>The task itself where it fits, else one with less in it. Pure; what is cut already is not cut again.</summary>
    /// <param name="task">The task.</param>
    /// <param name="maxBytes">Most bytes of its JSON. A task whose metadata alone is larger stays larger.</param>
    public static AgentTask Apply(AgentTask task, int maxBytes = DefaultMaxBytes)
    {
        ArgumentNullException.ThrowIfNull(task);
        var size = JsonSize.Of(task);
        if (size <= maxBytes) return task;

        var cutting = new TaskCutting(task, size, maxBytes);
        _ = cutting.ShrinkArtifacts(kind => kind == "tool", SmallCap)
            || cutting.ShrinkArtifacts(kind => kind == "reasoning", SmallCap)
            || cutting.ShrinkArtifacts(kind => !IsLarge(kind), SmallCap)
            || cutting.ShrinkHistory(SmallCap)
            || LargeCaps.Any(cap => cutting.ShrinkArtifacts(kind => kind == "diff", cap) || cutting.ShrinkArtifacts(IsLarge, cap))
            || cutting.DropArtifacts(kind => kind == "tool")
            || cutting.DropArtifacts(kind => !IsLarge(kind))
            || cutting.DropHistory()
            || cutting.DropArtifacts(_ => true)
            || cutting.DropAnyArtifacts();
        return cutting.Result();
    }

    private static bool IsLarge(string kind) => kind is "answer" or "diff" or "result";
}
