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

    /// <summary>Adds it to a task that exists.</summary>
    /// <exception cref="A2AException">The task has too many.</exception>
    public async Task PutAsync(Owner owner, string taskId, Webhook webhook, CancellationToken cancellationToken)
    {
        await PushConfigOperations.PutAsync(store, owner, taskId, webhook, cancellationToken);
        wake.Set();
    }

    /// <summary>It was stored with its task.</summary>
    public void Stored() => wake.Set();
}
