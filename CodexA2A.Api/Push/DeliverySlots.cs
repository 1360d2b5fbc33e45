using CodexA2A.Api.Outbound;
using CodexA2A.Tasks;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Push;

/// <summary>Places to send from: so many in all, of one receiver a quarter of them and of one owner half, so that a slow one leaves room for the others.</summary>
internal sealed class DeliverySlots(IOptions<PushOptions> options) : IDisposable
{
    private readonly SharedPlaces places = new(options.Value.MaxConcurrent);

    /// <summary>Waits for a place; dispose it to give it back.</summary>
    public Task<IDisposable> EnterAsync(WebhookDelivery delivery, CancellationToken cancellationToken) =>
        places.EnterAsync(cancellationToken, ("to " + new Uri(delivery.Webhook.Url).Authority, 4), ($"of {delivery.Owner}", 2));

    /// <inheritdoc />
    public void Dispose() => places.Dispose();
}
