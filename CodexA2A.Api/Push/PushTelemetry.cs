using System.Diagnostics.Metrics;

namespace CodexA2A.Api.Push;

/// <summary>What deliveries report of themselves, in the meter of the Api.</summary>
internal sealed class PushTelemetry : IDisposable
{
    private readonly Meter meter;
    private readonly Counter<long> deliveries;
    private readonly Counter<long> dead;
    private long pending;

    public PushTelemetry(IMeterFactory factory)
    {
        meter = factory.Create("CodexA2A.Api");
        deliveries = meter.CreateCounter<long>("a2a.push.deliveries", "{delivery}", "Deliveries to webhooks, by outcome.");
        dead = meter.CreateCounter<long>("a2a.push.dead", "{webhook}", "Webhooks that were given up.");
        meter.CreateObservableGauge("a2a.push.pending", () => Interlocked.Read(ref pending), "{webhook}", "Webhooks with something to deliver, now or later.");
    }

    /// <summary>Counts a delivery; <paramref name="outcome"/> is one of <see cref="PushResult"/>'s.</summary>
    public void Sent(string outcome) => deliveries.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>Counts a webhook that was given up.</summary>
    public void Dead() => dead.Add(1);

    /// <summary>How many are active in the store.</summary>
    public void Pending(long count) => Interlocked.Exchange(ref pending, count);

    public void Dispose() => meter.Dispose();
}
