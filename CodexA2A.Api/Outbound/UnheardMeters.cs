using System.Diagnostics.Metrics;

namespace CodexA2A.Api.Outbound;

/// <summary>
/// A meter that nobody listens to, for HTTP clients that call where callers say: each of its measurements names the receiver, of which there are as
/// many as callers like, and which are no business of whoever reads metrics.
/// </summary>
internal sealed class UnheardMeters : IMeterFactory
{
    /// <summary>Its name, in place of System.Net.Http.</summary>
    public const string Name = "CodexA2A.Unheard";

    private readonly Meter meter = new(Name);

    /// <inheritdoc />
    public Meter Create(MeterOptions options) => meter;

    /// <inheritdoc />
    public void Dispose() => meter.Dispose();
}
