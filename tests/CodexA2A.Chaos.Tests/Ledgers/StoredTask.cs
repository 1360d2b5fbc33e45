using CodexA2A.Protocol.Json;
using CodexA2A.Tasks;
using CodexA2A.Tasks.Redis;
using StackExchange.Redis;

namespace CodexA2A.Chaos.Tests.Ledgers;

/// <summary>A task as the store has it in the end, read past the readers that are under test.</summary>
/// <param name="Log">The whole log.</param>
/// <param name="Task">The fold of it.</param>
internal sealed record StoredTask(IReadOnlyList<TaskEvent> Log, AgentTask? Task)
{
    private static readonly SeamKeys Keys = new(new RedisSeamOptions().KeyPrefix, new RedisSeamOptions().Partitions);

    /// <summary>Its terminal events.</summary>
    public IEnumerable<TaskEvent> Ends => Log.Where(entry => entry.State is { IsTerminal: true });

    /// <summary>Reads it.</summary>
    public static async Task<StoredTask> ReadAsync(IDatabase redis, string taskId)
    {
        Assert.True(TaskIds.TryGetPartition(taskId, out var partition));
        var log = (await redis.StreamRangeAsync(Keys.Events(partition, taskId))).Select(EventEntry.Read).ToArray();
        var fold = new TaskFold();
        foreach (var entry in log.Where(entry => entry.Kind == TaskEventKind.Event))
        {
            fold.Apply(A2AJson.Deserialize<StreamResponse>(entry.Payload.Span));
        }

        return new StoredTask(log, fold.Task);
    }
}
