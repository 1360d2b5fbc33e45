namespace CodexA2A.Tasks.InProcess;

/// <summary>Webhooks in one process. Their leases are stored too, and end with the process.</summary>
internal sealed class InProcessWebhooks(InProcessSeamHost host) : IWebhooks
{
    /// <inheritdoc />
    public async ValueTask<WebhookPut> PutAsync(Owner owner, string taskId, Webhook webhook, CancellationToken cancellationToken) =>
        await host.Seam.RunAsync(
            batch =>
            {
                if (batch.Task(taskId)?.Owner != owner)
                {
                    return WebhookPut.Unknown;
                }

                if (batch.Rows.Webhooks.OfTask(taskId).Count(other => other.Webhook.Id != webhook.Id) >= IWebhooks.MostOfTask)
                {
                    return WebhookPut.Full;
                }

                batch.Write().Webhooks.Insert(taskId, new StoredWebhook(owner, webhook), new WebhookProgress { TaskFirst = true }, batch.Now.ToUnixTimeMilliseconds());
                return WebhookPut.Stored;
            },
            cancellationToken);

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<Webhook>?> ListAsync(Owner owner, string taskId, CancellationToken cancellationToken) =>
        host.Seam.Readers.ReadAsync(
            database => database.Tasks.Load(taskId, owner) is null ? null : WebhookOrder.Apply(database.Webhooks.OfTask(taskId).Select(entry => entry.Webhook)),
            cancellationToken);

    /// <inheritdoc />
    public async ValueTask<bool> DeleteAsync(Owner owner, string taskId, string id, CancellationToken cancellationToken) =>
        await host.Seam.RunAsync(
            batch =>
            {
                if (batch.Task(taskId)?.Owner != owner)
                {
                    return false;
                }

                batch.Write().Webhooks.Delete(taskId, id);
                return true;
            },
            cancellationToken);

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<WebhookDelivery>> ClaimAsync(int most, TimeSpan lease, CancellationToken cancellationToken)
    {
        var seam = host.Seam;
        // Nothing is due most of the time: the writer need not know.
        var look = seam.Time.GetUtcNow().ToUnixTimeMilliseconds();
        if ((await seam.Readers.ReadAsync(database => database.Webhooks.Due(look, 1), cancellationToken)).Count == 0)
        {
            return [];
        }

        return await seam.RunAsync(
            batch =>
            {
                var now = batch.Now.ToUnixTimeMilliseconds();
                var claimed = batch.Rows.Webhooks.Due(now, most).ConvertAll(due => due with { Fence = Guid.NewGuid().ToString("n") });
                foreach (var delivery in claimed)
                {
                    batch.Write().Webhooks.Claim(delivery, delivery.Fence, now + (long)lease.TotalMilliseconds);
                }

                return claimed;
            },
            cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<WebhookDelivery>> RenewAsync(
        IReadOnlyCollection<WebhookDelivery> deliveries, TimeSpan lease, CancellationToken cancellationToken) =>
        deliveries.Count == 0 ? [] : await host.Seam.RunAsync(
            batch =>
            {
                var until = batch.Now.ToUnixTimeMilliseconds() + (long)lease.TotalMilliseconds;
                var rows = batch.Write().Webhooks;
                return deliveries.Where(delivery => !rows.Renew(delivery, until)).ToArray();
            },
            cancellationToken);

    /// <inheritdoc />
    public async ValueTask<bool> SaveAsync(WebhookDelivery delivery, WebhookProgress progress, TimeSpan due, bool keep, CancellationToken cancellationToken) =>
        await host.Seam.RunAsync(
            batch =>
            {
                var now = batch.Now.ToUnixTimeMilliseconds();
                return batch.Write().Webhooks.Save(
                    delivery, progress,
                    progress.State == WebhookState.Active ? now + (long)due.TotalMilliseconds : null,
                    progress.State == WebhookState.Dead ? now : null,
                    keep && progress.State == WebhookState.Active);
            },
            cancellationToken);

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<WebhookDelivery>> ListDeadAsync(Owner owner, int limit, CancellationToken cancellationToken) =>
        await host.Seam.Readers.ReadAsync(database => database.Webhooks.DeadOf(owner, limit), cancellationToken);

    /// <inheritdoc />
    public ValueTask<long> CountActiveAsync(CancellationToken cancellationToken) =>
        host.Seam.Readers.ReadAsync(database => database.Webhooks.CountActive(), cancellationToken);
}
