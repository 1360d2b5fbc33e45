using CodexA2A.Tasks;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Push;

/// <summary>Places to send from: so many in all, of one receiver a quarter of them and of one owner half, so that a slow one leaves room for the others.</summary>
internal sealed class DeliverySlots(IOptions<PushOptions> options) : IDisposable
{
    private readonly SemaphoreSlim all = new(options.Value.MaxConcurrent);
    private readonly Dictionary<string, Sharer> sharers = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Waits for a place; dispose it to give it back.</summary>
    public async Task<IDisposable> EnterAsync(WebhookDelivery delivery, CancellationToken cancellationToken)
    {
        var place = new Place(this, "to " + new Uri(delivery.Webhook.Url).Authority, $"of {delivery.Owner}");
        try
        {
            // From the narrow to the wide: whoever waits for a slow receiver holds no place of the others.
            await place.EnterAsync(cancellationToken);
            return place;
        }
        catch
        {
            place.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public void Dispose() => all.Dispose();

    private (string Name, Sharer Sharer) Take(string name, int share)
    {
        lock (sharers)
        {
            if (!sharers.TryGetValue(name, out var sharer)) sharers[name] = sharer = new(Math.Max(1, options.Value.MaxConcurrent / share));
            sharer.Users++;
            return (name, sharer);
        }
    }

    private void Leave(string name, Sharer sharer)
    {
        lock (sharers)
        {
            if (--sharer.Users > 0) return;
            sharers.Remove(name);
        }

        sharer.Free.Dispose();
    }

    private sealed class Sharer(int places)
    {
        public SemaphoreSlim Free { get; } = new(places);

        public int Users { get; set; }
    }

    private sealed class Place(DeliverySlots slots, string receiver, string owner) : IDisposable
    {
        private readonly (string Name, Sharer Sharer)[] sharers = [slots.Take(receiver, 4), slots.Take(owner, 2)];
        private int entered;

        public async Task EnterAsync(CancellationToken cancellationToken)
        {
            foreach (var (_, sharer) in sharers)
            {
                await sharer.Free.WaitAsync(cancellationToken);
                entered++;
            }

            await slots.all.WaitAsync(cancellationToken);
            entered++;
        }

        public void Dispose()
        {
            if (entered > sharers.Length) slots.all.Release();
            foreach (var (_, sharer) in sharers.Take(entered))
            {
                sharer.Free.Release();
            }

            foreach (var (name, sharer) in sharers)
            {
                slots.Leave(name, sharer);
            }
        }
    }
}
