namespace CodexA2A.Tasks;

/// <summary>The order in which a task's webhooks are listed.</summary>
internal static class WebhookOrder
{
    /// <summary>By creation, then by id.</summary>
    public static IReadOnlyList<Webhook> Apply(IEnumerable<Webhook> webhooks) =>
        [.. webhooks.OrderBy(webhook => webhook.CreatedAt).ThenBy(webhook => webhook.Id, StringComparer.Ordinal)];
}
