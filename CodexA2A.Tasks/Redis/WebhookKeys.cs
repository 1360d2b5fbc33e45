using StackExchange.Redis;

namespace CodexA2A.Tasks.Redis;

/// <summary>The keys of a task's webhooks, and how one is named in the lists of what is due and what was given up.</summary>
/// <param name="Task">The task.</param>
/// <param name="Hash">Its webhooks.</param>
/// <param name="Due">What is due in its partition.</param>
/// <param name="Dead">What of the owner's was given up in its partition.</param>
internal readonly record struct WebhookKeys(RedisKey Task, RedisKey Hash, RedisKey Due, RedisKey Dead)
{
    /// <summary>The keys.</summary>
    public static WebhookKeys Of(SeamKeys keys, int partition, string taskId, Owner owner) =>
        new(keys.Task(partition, taskId), keys.Webhooks(partition, taskId), keys.WebhooksDue(partition), keys.WebhooksDead(partition, owner));

    /// <summary>The name in the lists: ids of tasks have no slash.</summary>
    public static string Member(string taskId, string id) => taskId + "/" + id;

    /// <summary>What a name means.</summary>
    public static (string TaskId, string Id) Parse(string member)
    {
        var slash = member.IndexOf('/', StringComparison.Ordinal);
        return (member[..slash], member[(slash + 1)..]);
    }
}
