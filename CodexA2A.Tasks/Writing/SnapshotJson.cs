using CodexA2A.Protocol.Json;

namespace CodexA2A.Tasks;

/// <summary>A task as it is stored, within the limit of a snapshot (contracts.md §2).</summary>
internal static class SnapshotJson
{
    /// <summary>What the fold of a task that is being written may have: a snapshot less room for the stamp of its last event.</summary>
    public const int FoldBytes = SnapshotLimits.DefaultMaxBytes - 16 * 1024;

    /// <summary>UTF-8 JSON of the task, or of what <see cref="SnapshotLimits"/> leaves of it.</summary>
    public static byte[] Of(AgentTask task)
    {
        var json = LargeJson.Serialize(task);
        return json.Length <= SnapshotLimits.DefaultMaxBytes ? json : LargeJson.Serialize(SnapshotLimits.Apply(task));
    }
}
