using CodexA2A.Api.Handling;
using CodexA2A.Tasks;

namespace CodexA2A.Api.Push;

/// <summary>The webhook that a send brings along.</summary>
internal sealed class InlineWebhooks(IWebhooks store, WebhookReader reader, PushWake wake)
{
    /// <summary>Takes it out of the request: what is stored of the turn, and given to the agent, must not hold its secrets.</summary>
    /// <exception cref="A2AException">It is refused.</exception>
    public (SendMessageRequest Request, Webhook? Webhook) Take(CallContext context, SendMessageRequest request) =>
        reader.ReadInline(context, request) is { } webhook
            ? (request with { Configuration = request.Configuration! with { TaskPushNotificationConfig = null } }, webhook)
            : (request, null);

    /// <summary>What a task that exists would get: null where it has the same already, as with clients that bring theirs along each time.</summary>
    /// <exception cref="A2AException">There is no such task, or it has too many.</exception>
    public async Task<Webhook?> NewAsync(Owner owner, string taskId, Webhook? webhook, CancellationToken cancellationToken)
    {
        if (webhook is null) return null;
        var all = await store.ListAsync(owner, taskId, cancellationToken) ?? throw A2AException.TaskNotFound(taskId);
        if (all.Any(webhook.LeadsAsTo)) return null;
        return all.Count < IWebhooks.MostOfTask || all.Any(one => one.Id == webhook.Id) ? webhook : throw PushConfigOperations.TooMany();
    }

    /// <summary>Adds it to the task. Whoever came in between and filled the task has the place: the message is accepted by now.</summary>
    public async Task PutAsync(Owner owner, string taskId, Webhook? webhook)
    {
        if (webhook is null) return;
        await store.PutAsync(owner, taskId, webhook, CancellationToken.None);
        wake.Set();
    }

    /// <summary>It was stored with its task.</summary>
    public void Stored() => wake.Set();
}
