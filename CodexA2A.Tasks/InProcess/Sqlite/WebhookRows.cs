using Microsoft.Data.Sqlite;

namespace CodexA2A.Tasks.InProcess.Sqlite;

/// <summary>Table <c>webhook</c>.</summary>
internal sealed class WebhookRows(SqliteConnection connection) : IDisposable
{
    private const string Columns = "SELECT task, body, progress FROM webhook ";

    private readonly Statement _put = new(connection,
        "INSERT OR REPLACE INTO webhook(task, id, owner, body, progress, fence, due_at, dead_at) VALUES($1, $2, $3, $4, $5, '', $6, NULL)", 6);

    private readonly Statement _ofTask = new(connection, Columns + "WHERE task = $1", 1);
    private readonly Statement _due = new(connection, Columns + "WHERE due_at <= $1 ORDER BY due_at LIMIT $2", 2);
    private readonly Statement _deadOf = new(connection, Columns + "WHERE owner = $1 AND dead_at IS NOT NULL ORDER BY dead_at DESC LIMIT $2", 2);
    private readonly Statement _claim = new(connection, "UPDATE webhook SET fence = $3, due_at = $4 WHERE task = $1 AND id = $2", 4);
    private readonly Statement _renew = new(connection, "UPDATE webhook SET due_at = $4 WHERE task = $1 AND id = $2 AND fence = $3", 4);

    private readonly Statement _save = new(connection,
        "UPDATE webhook SET progress = $4, due_at = $5, dead_at = $6, fence = $7, body = coalesce($8, body) WHERE task = $1 AND id = $2 AND fence = $3", 8);

    private readonly Statement _delete = new(connection, "DELETE FROM webhook WHERE task = $1 AND id = $2", 2);
    private readonly Statement _deleteOfTask = new(connection, "DELETE FROM webhook WHERE task = $1", 1);
    private readonly Statement _releaseAll = new(connection, "UPDATE webhook SET fence = '', due_at = 0 WHERE fence <> ''", 0);
    private readonly Statement _active = new(connection, "SELECT count(*) FROM webhook WHERE due_at IS NOT NULL", 0);

    /// <summary>Stores a webhook that is due now, in place of the one with its id.</summary>
    public void Insert(string task, StoredWebhook stored, WebhookProgress progress, long now) => _put.Run(
        task, stored.Webhook.Id, OwnerKey.Of(stored.Owner), SeamJson.Serialize(stored), SeamJson.Serialize(progress), now);

    /// <summary>Those of a task.</summary>
    public List<WebhookDelivery> OfTask(string task) => All(_ofTask.Query(task));

    /// <summary>Those that are due at <paramref name="now"/>, the longest first.</summary>
    public List<WebhookDelivery> Due(long now, int limit) => All(_due.Query(now, (long)limit));

    /// <summary>Those of an owner that were given up, the newest first.</summary>
    public List<WebhookDelivery> DeadOf(Owner owner, int limit) => All(_deadOf.Query(OwnerKey.Of(owner), (long)limit));

    /// <summary>Gives one to whoever has <paramref name="fence"/>.</summary>
    public void Claim(WebhookDelivery delivery, string fence, long until) => _claim.Run(delivery.TaskId, delivery.Webhook.Id, fence, until);

    /// <summary>Extends its lease; false when it is another's.</summary>
    public bool Renew(WebhookDelivery delivery, long until) => _renew.Run(delivery.TaskId, delivery.Webhook.Id, delivery.Fence, until) > 0;

    /// <summary>Stores how far it is; false when it is another's.</summary>
    public bool Save(WebhookDelivery delivery, WebhookProgress progress, long? due, long? dead, bool keep) => _save.Run(
        delivery.TaskId, delivery.Webhook.Id, delivery.Fence, SeamJson.Serialize(progress), due, dead, keep ? delivery.Fence : "",
        progress.State == WebhookState.Active ? null : SeamJson.Serialize(new StoredWebhook(delivery.Owner, delivery.Webhook.WithoutSecrets))) > 0;

    /// <summary>Deletes one.</summary>
    public void Delete(string task, string id) => _delete.Run(task, id);

    /// <summary>Deletes those of a task.</summary>
    public void DeleteOfTask(string task) => _deleteOfTask.Run(task);

    /// <summary>Ends all leases.</summary>
    public void ReleaseAll() => _releaseAll.Run();

    /// <summary>How many are active.</summary>
    public long CountActive()
    {
        using var row = _active.Query();
        row.Read();
        return row.GetInt64(0);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var statement in (ReadOnlySpan<Statement>)[_put, _ofTask, _due, _deadOf, _claim, _renew, _save, _delete, _deleteOfTask, _releaseAll, _active])
        {
            statement.Dispose();
        }
    }

    private static List<WebhookDelivery> All(SqliteDataReader rows)
    {
        using (rows)
        {
            var all = new List<WebhookDelivery>();
            while (rows.Read())
            {
                var stored = SeamJson.Deserialize<StoredWebhook>(rows.GetFieldValue<byte[]>(1));
                all.Add(new WebhookDelivery(stored.Owner, rows.GetString(0), stored.Webhook, SeamJson.Deserialize<WebhookProgress>(rows.GetFieldValue<byte[]>(2)), ""));
            }

            return all;
        }
    }
}
