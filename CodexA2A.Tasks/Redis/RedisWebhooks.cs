using StackExchange.Redis;

namespace CodexA2A.Tasks.Redis;

/// <summary>Webhooks over Redis: those of a task in one hash; in each partition a list of what is due, whose times are the leases, too.</summary>
internal sealed class RedisWebhooks(RedisSeamHost host) : IWebhooks
{
    /// <inheritdoc />
    public async ValueTask<WebhookPut> PutAsync(Owner owner, string taskId, Webhook webhook, CancellationToken cancellationToken)
    {
        var seam = host.Seam;
        if (KeysOf(seam, owner, taskId) is not { } keys)
        {
            return WebhookPut.Unknown;
        }

        var reply = await seam.RunAsync(
            RedisScript.PutWebhook, [keys.Task, keys.Hash, keys.Due, keys.Dead], cancellationToken,
            OwnerKey.Of(owner), WebhookKeys.Member(taskId, webhook.Id), webhook.Id, SeamJson.Serialize(new StoredWebhook(owner, webhook)),
            SeamJson.Serialize(new WebhookProgress { TaskFirst = true }), IWebhooks.MostOfTask);
        return reply.Code switch { "OK" => WebhookPut.Stored, "FULL" => WebhookPut.Full, _ => WebhookPut.Unknown };
    }

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<Webhook>?> ListAsync(Owner owner, string taskId, CancellationToken cancellationToken)
    {
        var seam = host.Seam;
        if (KeysOf(seam, owner, taskId) is not { } keys)
        {
            return null;
        }

        var (of, fields) = await seam.Link.AskAsync(
            async database =>
            {
                var head = database.HashGetAsync(keys.Task, "owner", RedisLink.Primary);
                var all = database.HashGetAllAsync(keys.Hash, RedisLink.Primary);
                return (await head, await all);
            },
            cancellationToken);
        return of != OwnerKey.Of(owner) ? null : WebhookOrder.Apply(fields
            .Where(field => ((string)field.Name!).StartsWith("c:", StringComparison.Ordinal))
            .Select(field => SeamJson.Deserialize<StoredWebhook>(((ReadOnlyMemory<byte>)field.Value).Span).Webhook));
    }

    /// <inheritdoc />
    public async ValueTask<bool> DeleteAsync(Owner owner, string taskId, string id, CancellationToken cancellationToken)
    {
        var seam = host.Seam;
        return KeysOf(seam, owner, taskId) is { } keys
            && (await seam.RunAsync(
                RedisScript.DeleteWebhook, [keys.Task, keys.Hash, keys.Due, keys.Dead], cancellationToken,
                OwnerKey.Of(owner), WebhookKeys.Member(taskId, id), id, KeepEnded(seam))).Number(0) == 1;
    }

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<WebhookDelivery>> ClaimAsync(int most, TimeSpan lease, CancellationToken cancellationToken) =>
        await new WebhookClaim(host.Seam, lease).RunAsync(most, cancellationToken);

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<WebhookDelivery>> RenewAsync(
        IReadOnlyCollection<WebhookDelivery> deliveries, TimeSpan lease, CancellationToken cancellationToken)
    {
        var renewed = await Task.WhenAll(deliveries.Select(
            async delivery => (delivery, Kept: await SaveAsync(delivery, RedisValue.EmptyString, Milliseconds(lease), dead: false, keep: true, cancellationToken))));
        return [.. renewed.Where(one => !one.Kept).Select(one => one.delivery)];
    }

    /// <inheritdoc />
    public async ValueTask<bool> SaveAsync(WebhookDelivery delivery, WebhookProgress progress, TimeSpan due, bool keep, CancellationToken cancellationToken)
    {
        var active = progress.State == WebhookState.Active;
        return await SaveAsync(
            delivery, SeamJson.Serialize(progress), active ? Milliseconds(due) : RedisValue.EmptyString, progress.State == WebhookState.Dead, keep && active,
            cancellationToken, active ? RedisValue.EmptyString : SeamJson.Serialize(new StoredWebhook(delivery.Owner, delivery.Webhook.WithoutSecrets)));
    }

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<WebhookDelivery>> ListDeadAsync(Owner owner, int limit, CancellationToken cancellationToken)
    {
        var seam = host.Seam;
        var found = await seam.Link.AskAsync(
            database => Task.WhenAll(Enumerable.Range(0, seam.Keys.Partitions).Select(partition => database.SortedSetRangeByRankWithScoresAsync(
                seam.Keys.WebhooksDead(partition, owner), 0, limit - 1, Order.Descending, RedisLink.Primary))),
            cancellationToken);
        var newest = found.SelectMany(part => part).OrderByDescending(entry => entry.Score).Take(limit).Select(entry => WebhookKeys.Parse(entry.Element!)).ToArray();
        var rows = await seam.Link.AskAsync(
            database => Task.WhenAll(newest.Select(one => database.HashGetAsync(
                KeysOf(seam, owner, one.TaskId)!.Value.Hash, ["c:" + one.Id, "p:" + one.Id], RedisLink.Primary))),
            cancellationToken);
        return [.. newest.Zip(rows).Where(pair => !pair.Second[0].IsNull).Select(pair => WebhookClaim.Read(pair.First.TaskId, pair.Second[0], pair.Second[1], ""))];
    }

    /// <inheritdoc />
    public async ValueTask<long> CountActiveAsync(CancellationToken cancellationToken)
    {
        var seam = host.Seam;
        var counts = await seam.Link.AskAsync(
            database => Task.WhenAll(Enumerable.Range(0, seam.Keys.Partitions)
                .Select(partition => database.SortedSetLengthAsync(seam.Keys.WebhooksDue(partition), flags: RedisLink.Primary))),
            cancellationToken);
        return counts.Sum();
    }

    private static RedisValue Milliseconds(TimeSpan time) => (long)time.TotalMilliseconds;

    // A day more than their task, which may end after they do.
    private static RedisValue KeepEnded(RedisSeam seam) => Milliseconds(seam.Options.TaskRetention + TimeSpan.FromDays(1));

    private static WebhookKeys? KeysOf(RedisSeam seam, Owner owner, string taskId) =>
        TaskIds.TryGetPartition(taskId, out var partition) && partition < seam.Keys.Partitions ? WebhookKeys.Of(seam.Keys, partition, taskId, owner) : null;

    private async Task<bool> SaveAsync(WebhookDelivery delivery, RedisValue progress, RedisValue due, bool dead, bool keep, CancellationToken cancellationToken, RedisValue body = default)
    {
        var seam = host.Seam;
        var keys = KeysOf(seam, delivery.Owner, delivery.TaskId)!.Value;
        var reply = await seam.RunAsync(
            RedisScript.SaveWebhook, [keys.Hash, keys.Due, keys.Dead], cancellationToken,
            WebhookKeys.Member(delivery.TaskId, delivery.Webhook.Id), delivery.Webhook.Id, delivery.Fence, progress, due, dead ? "1" : "", keep ? "1" : "",
            body.IsNull ? RedisValue.EmptyString : body, KeepEnded(seam));
        return reply.Number(0) == 1;
    }
}
