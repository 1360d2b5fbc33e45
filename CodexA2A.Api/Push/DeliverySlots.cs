using CodexA2A.Tasks;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Push;

/// <summary>Places to send from: so many in all, and of one receiver a quarter of them, so that a slow one leaves room for the others.</summary>
internal sealed class DeliverySlots(IOptions<PushOptions> options) : IDisposable
{
    private readonly SemaphoreSlim all = new(options.Value.MaxConcurrent);
    private readonly Dictionary<string, Receiver> receivers = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Waits for a place; dispose it to give it back.</summary>
    public async Task<IDisposable> EnterAsync(Webhook webhook, CancellationToken cancellationToken)
    {
        var place = new Place(this, new Uri(webhook.Url).Authority);
        try
        {
            // The receiver's first: whoever waits for a slow one holds no place of the others.
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

    private Receiver Take(string name)
    {
        lock (receivers)
        {
            if (!receivers.TryGetValue(name, out var receiver)) receivers[name] = receiver = new(Math.Max(1, options.Value.MaxConcurrent / 4));
            receiver.Users++;
            return receiver;
        }
    }

    private void Leave(string name, Receiver receiver)
    {
        lock (receivers)
        {
            if (--receiver.Users > 0) return;
            receivers.Remove(name);
        }

        receiver.Free.Dispose();
    }

    private sealed class Receiver(int places)
    {
        public SemaphoreSlim Free { get; } = new(places);

        public int Users { get; set; }
    }

    private sealed class Place(DeliverySlots slots, string name) : IDisposable
    {
        private readonly Receiver receiver = slots.Take(name);
        private int entered;

        public async Task EnterAsync(CancellationToken cancellationToken)
        {
            await receiver.Free.WaitAsync(cancellationToken);
            entered = 1;
            await slots.all.WaitAsync(cancellationToken);
            entered = 2;
        }

        public void Dispose()
        {
            if (entered > 1) slots.all.Release();
            if (entered > 0) receiver.Free.Release();
            slots.Leave(name, receiver);
        }
    }
}
