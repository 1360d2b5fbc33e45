namespace CodexA2A.Tasks;

/// <summary>
/// The webhooks of tasks and how far each has been delivered. They die with their task. A delivery is claimed under a lease whose
/// token fences whoever had it before; deleting or replacing a webhook fences, too.
/// All calls throw <see cref="SeamUnavailableException"/> when the store cannot be reached.
/// </summary>
public interface IWebhooks
{
    /// <summary>So many webhooks a task may have.</summary>
    const int MostOfTask = 16;

    /// <summary>Adds a webhook to a task, or replaces the one with its id. Its delivery begins at once, with the Task as it is.</summary>
    ValueTask<WebhookPut> PutAsync(Owner owner, string taskId, Webhook webhook, CancellationToken cancellationToken);

    /// <summary>The webhooks of a task, in the order of their creation.</summary>
    /// <returns>Null when the task does not exist or is not the owner's.</returns>
    ValueTask<IReadOnlyList<Webhook>?> ListAsync(Owner owner, string taskId, CancellationToken cancellationToken);

    /// <summary>Deletes a webhook; one that is not there is deleted already.</summary>
    /// <returns>False when the task does not exist or is not the owner's.</returns>
    ValueTask<bool> DeleteAsync(Owner owner, string taskId, string id, CancellationToken cancellationToken);

    /// <summary>Takes up to <paramref name="most"/> deliveries that are due, of whichever owner, for the length of <paramref name="lease"/>.</summary>
    ValueTask<IReadOnlyList<WebhookDelivery>> ClaimAsync(int most, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Extends the leases of deliveries that are still the caller's.</summary>
    /// <returns>Those that are not.</returns>
    ValueTask<IReadOnlyList<WebhookDelivery>> RenewAsync(IReadOnlyCollection<WebhookDelivery> deliveries, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Stores how far a delivery is.</summary>
    /// <param name="delivery">As claimed.</param>
    /// <param name="progress">How far.</param>
    /// <param name="due">Active: while the caller goes on with it, the lease; when it gives it back, the time to the next attempt.</param>
    /// <param name="keep">True when the caller goes on with it.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>False, and nothing is stored, when the delivery is not the caller's any more.</returns>
    ValueTask<bool> SaveAsync(WebhookDelivery delivery, WebhookProgress progress, TimeSpan due, bool keep, CancellationToken cancellationToken);

    /// <summary>The owner's webhooks that were given up, the newest first, at most <paramref name="limit"/>.</summary>
    ValueTask<IReadOnlyList<WebhookDelivery>> ListDeadAsync(Owner owner, int limit, CancellationToken cancellationToken);

    /// <summary>How many webhooks of all owners are active: being delivered, or waiting for an event or for another attempt.</summary>
    ValueTask<long> CountActiveAsync(CancellationToken cancellationToken);
}
