using System.Buffers.Text;
using System.Globalization;
using System.Text;
using CodexA2A.Api.Audit;
using CodexA2A.Api.Push;
using CodexA2A.Tasks;

namespace CodexA2A.Api.Handling;

/// <summary>The four operations on webhooks (A2A 1.0, 3.1.7 to 3.1.10). What a caller gave it is shown again, the secrets too.</summary>
internal sealed class PushConfigOperations(IWebhooks store, WebhookReader reader, PushWake wake)
{
    /// <summary>Creates a webhook of a task, or replaces the one with the same id.</summary>
    public async Task<Payload> CreateAsync(CallContext context, TaskPushNotificationConfig request, CancellationToken cancellationToken)
    {
        reader.RequireEnabled();
        RequestValidation.Check(request);
        CallNote.Current?.About(request.TaskId);
        var webhook = reader.Read(context, request);
        await PutAsync(store, context.Owner, request.TaskId!, webhook, cancellationToken);
        wake.Set();
        return Payload.Of(Shown(request.TaskId!, webhook));
    }

    /// <summary>Reads one; one that is not there is answered as a task that is not there.</summary>
    public async Task<Payload> GetAsync(CallContext context, GetTaskPushNotificationConfigRequest request, CancellationToken cancellationToken)
    {
        reader.RequireEnabled();
        RequestValidation.Check(request);
        TenantGuard.Check(context.Owner, request.Tenant);
        var all = await store.ListAsync(context.Owner, request.TaskId, cancellationToken);
        return all?.FirstOrDefault(webhook => webhook.Id == request.Id) is { } found
            ? Payload.Of(Shown(request.TaskId, found))
            : throw A2AException.TaskNotFound(request.TaskId);
    }

    /// <summary>Lists those of a task.</summary>
    public async Task<Payload> ListAsync(CallContext context, ListTaskPushNotificationConfigsRequest request, CancellationToken cancellationToken)
    {
        reader.RequireEnabled();
        RequestValidation.Check(request);
        TenantGuard.Check(context.Owner, request.Tenant);
        var after = ReadToken(request.PageToken);
        var all = await store.ListAsync(context.Owner, request.TaskId, cancellationToken) ?? throw A2AException.TaskNotFound(request.TaskId);
        var rest = all.Where(webhook => after is not { } last || IsBehind(webhook, last)).ToArray();
        var page = request.PageSize == 0 ? rest : [.. rest.Take(request.PageSize)];
        return Payload.Of(new ListTaskPushNotificationConfigsResponse
        {
            Configs = [.. page.Select(webhook => Shown(request.TaskId, webhook))],
            NextPageToken = page.Length < rest.Length ? WriteToken(page[^1]) : null,
        });
    }

    /// <summary>Deletes one; its result is the JSON <c>null</c>, which each binding writes in its own way.</summary>
    public async Task<Payload> DeleteAsync(CallContext context, DeleteTaskPushNotificationConfigRequest request, CancellationToken cancellationToken)
    {
        reader.RequireEnabled();
        RequestValidation.Check(request);
        TenantGuard.Check(context.Owner, request.Tenant);
        CallNote.Current?.About(request.TaskId);
        return await store.DeleteAsync(context.Owner, request.TaskId, request.Id, cancellationToken)
            ? Payload.Raw("null"u8.ToArray())
            : throw A2AException.TaskNotFound(request.TaskId);
    }

    /// <summary>Stores a webhook.</summary>
    /// <exception cref="A2AException">TaskNotFound, or UnsupportedOperation where the task has too many.</exception>
    private static async Task PutAsync(IWebhooks store, Owner owner, string taskId, Webhook webhook, CancellationToken cancellationToken)
    {
        switch (await store.PutAsync(owner, taskId, webhook, cancellationToken))
        {
            case WebhookPut.Unknown:
                throw A2AException.TaskNotFound(taskId);
            case WebhookPut.Full:
                throw TooMany();
        }
    }

    /// <summary>A task has only so many.</summary>
    public static A2AException TooMany() => A2AException.UnsupportedOperation(
        $"The task has {IWebhooks.MostOfTask} webhooks and takes no more; delete one, or replace one by its id.", "TOO_MANY_WEBHOOKS");

    private static TaskPushNotificationConfig Shown(string taskId, Webhook webhook) => new()
    {
        Id = webhook.Id,
        TaskId = taskId,
        Url = webhook.Url,
        Token = webhook.Token,
        Authentication = webhook.Scheme is { } scheme ? new AuthenticationInfo { Scheme = scheme, Credentials = webhook.Credentials } : null,
    };

    private static bool IsBehind(Webhook webhook, (long At, string Id) last) =>
        webhook.CreatedAt.UtcTicks > last.At || (webhook.CreatedAt.UtcTicks == last.At && string.CompareOrdinal(webhook.Id, last.Id) > 0);

    private static string WriteToken(Webhook last) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{last.CreatedAt.UtcTicks}|{last.Id}")));

    private static (long At, string Id)? ReadToken(string? token)
    {
        if (string.IsNullOrEmpty(token)) return null;
        if (token.Length <= 512 && Base64Url.IsValid(token)
            && Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token)).Split('|', 2) is [var at, var id] && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks))
        {
            return (ticks, id);
        }

        throw A2AException.InvalidParams("pageToken", "must be a nextPageToken of this service");
    }
}
