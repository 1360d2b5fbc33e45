using CodexA2A.Api.Handling;

namespace CodexA2A.Api.Compat.V03;

/// <summary>What 0.3 asks of webhooks in another way than 1.0.</summary>
internal sealed class V03PushConfigs(PushConfigOperations operations)
{
    /// <summary>Most pages that one list reads; nobody has that many webhooks.</summary>
    private const int MaxPages = 100;

    /// <summary>Sets one. Without an id it is the task's only one of its kind, as in 0.3: set again, it is replaced.</summary>
    public async Task<TaskPushNotificationConfig> SetAsync(CallContext context, TaskPushNotificationConfig config, CancellationToken cancellationToken) =>
        (await operations.CreateAsync(context, string.IsNullOrEmpty(config.Id) ? config with { Id = config.TaskId } : config, cancellationToken)).Read<TaskPushNotificationConfig>();

    /// <summary>One webhook; without an id, which 0.3 allows, the first of the task.</summary>
    /// <exception cref="A2AException">TaskNotFound: there is none.</exception>
    public async Task<TaskPushNotificationConfig> GetAsync(CallContext context, string taskId, string? id, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(id))
        {
            return await ListAsync(context, taskId, cancellationToken) is [var first, ..] ? first : throw A2AException.TaskNotFound(taskId);
        }

        var found = await operations.GetAsync(context, new GetTaskPushNotificationConfigRequest { TaskId = taskId, Id = id }, cancellationToken);
        return found.Read<TaskPushNotificationConfig>();
    }

    /// <summary>All webhooks of a task: the answer of 0.3 has no pages.</summary>
    public async Task<IReadOnlyList<TaskPushNotificationConfig>> ListAsync(CallContext context, string taskId, CancellationToken cancellationToken)
    {
        var all = new List<TaskPushNotificationConfig>();
        string? next = null;
        for (var i = 0; i < MaxPages; i++)
        {
            var request = new ListTaskPushNotificationConfigsRequest { TaskId = taskId, PageToken = next };
            var page = (await operations.ListAsync(context, request, cancellationToken)).Read<ListTaskPushNotificationConfigsResponse>();
            all.AddRange(page.Configs ?? []);
            next = page.NextPageToken;
            if (string.IsNullOrEmpty(next)) break;
        }

        return all;
    }

    /// <summary>Deletes one.</summary>
    public Task DeleteAsync(CallContext context, string taskId, string? id, CancellationToken cancellationToken) =>
        string.IsNullOrEmpty(id) ? throw A2AException.InvalidParams("pushNotificationConfigId", "is required")
            : operations.DeleteAsync(context, new DeleteTaskPushNotificationConfigRequest { TaskId = taskId, Id = id }, cancellationToken);
}
