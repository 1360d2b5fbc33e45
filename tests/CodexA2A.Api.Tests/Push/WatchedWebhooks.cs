using System.Threading.Channels;
using CodexA2A.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace CodexA2A.Api.Tests.Push;

/// <summary>The store of webhooks, which tells each save, and loses some when the test says so.</summary>
internal sealed class WatchedWebhooks(IWebhooks inner) : IWebhooks
{
    private readonly Channel<(WebhookProgress Progress, TimeSpan Due)> saves = Channel.CreateUnbounded<(WebhookProgress, TimeSpan)>();

    /// <summary>While set, a save fails as if its process had died before it.</summary>
    public bool LosesSaves { get; set; }

    public static void Use(IServiceCollection services)
    {
        var real = services.Single(service => service.ServiceType == typeof(IWebhooks)).ImplementationType!;
        services.AddSingleton<IWebhooks>(provider => new WatchedWebhooks((IWebhooks)ActivatorUtilities.CreateInstance(provider, real)));
    }

    /// <summary>The next save; it waits for it.</summary>
    public Task<(WebhookProgress Progress, TimeSpan Due)> SavedAsync() =>
        saves.Reader.ReadAsync(TestContext.Current.CancellationToken).WithLimitAsync("A save of a webhook");

    /// <summary>The next save that a condition holds for.</summary>
    public async Task<(WebhookProgress Progress, TimeSpan Due)> SavedAsync(Func<WebhookProgress, bool> wanted)
    {
        while (true)
        {
            if (await SavedAsync() is var save && wanted(save.Progress)) return save;
        }
    }

    public async ValueTask<bool> SaveAsync(WebhookDelivery delivery, WebhookProgress progress, TimeSpan due, bool keep, CancellationToken cancellationToken)
    {
        var lost = LosesSaves;
        var saved = !lost && await inner.SaveAsync(delivery, progress, due, keep, cancellationToken);
        saves.Writer.TryWrite((progress, due));
        return lost ? throw new SeamUnavailableException("lost") : saved;
    }

    public ValueTask<WebhookPut> PutAsync(Owner owner, string taskId, Webhook webhook, CancellationToken cancellationToken) => inner.PutAsync(owner, taskId, webhook, cancellationToken);

    public ValueTask<IReadOnlyList<Webhook>?> ListAsync(Owner owner, string taskId, CancellationToken cancellationToken) => inner.ListAsync(owner, taskId, cancellationToken);

    public ValueTask<bool> DeleteAsync(Owner owner, string taskId, string id, CancellationToken cancellationToken) => inner.DeleteAsync(owner, taskId, id, cancellationToken);

    public ValueTask<IReadOnlyList<WebhookDelivery>> ClaimAsync(int most, TimeSpan lease, CancellationToken cancellationToken) => inner.ClaimAsync(most, lease, cancellationToken);

    public ValueTask<IReadOnlyList<WebhookDelivery>> RenewAsync(IReadOnlyCollection<WebhookDelivery> deliveries, TimeSpan lease, CancellationToken cancellationToken) =>
        inner.RenewAsync(deliveries, lease, cancellationToken);

    public ValueTask<IReadOnlyList<WebhookDelivery>> ListDeadAsync(Owner owner, int limit, CancellationToken cancellationToken) => inner.ListDeadAsync(owner, limit, cancellationToken);

    public ValueTask<long> CountActiveAsync(CancellationToken cancellationToken) => inner.CountActiveAsync(cancellationToken);
}
