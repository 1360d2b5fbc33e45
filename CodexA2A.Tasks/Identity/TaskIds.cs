using System.Globalization;

namespace CodexA2A.Tasks;

/// <summary>Task ids carry the partition of their session: <c>p17-&lt;uuidv7&gt;</c> (contracts.md §1).</summary>
public static class TaskIds
{
    /// <summary>A new task id for a session in <paramref name="partition"/>, ordered by time of creation.</summary>
    public static string New(int partition, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        return string.Create(CultureInfo.InvariantCulture, $"p{partition:00}-{Guid.CreateVersion7(time.GetUtcNow())}");
    }

    /// <summary>Reads the partition of <paramref name="taskId"/>; false when it is not an id that we make.</summary>
    public static bool TryGetPartition(string? taskId, out int partition)
    {
        partition = 0;
        if (taskId is null || taskId.Length < 4 || taskId[0] != 'p')
        {
            return false;
        }

        var dash = taskId.IndexOf('-', StringComparison.Ordinal);
        return dash is > 1 and < 6
            && int.TryParse(taskId.AsSpan(1, dash - 1), NumberStyles.None, CultureInfo.InvariantCulture, out partition)
            && Guid.TryParseExact(taskId.AsSpan(dash + 1), "D", out _);
    }
}
