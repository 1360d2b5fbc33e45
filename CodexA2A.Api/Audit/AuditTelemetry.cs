using System.Diagnostics.Metrics;

namespace CodexA2A.Api.Audit;

/// <summary>What the audit log reports of itself, in the meter of the Api.</summary>
internal sealed class AuditTelemetry : IDisposable
{
    private readonly Meter meter;
    private readonly Counter<long> dropped;

    public AuditTelemetry(IMeterFactory factory)
    {
        meter = factory.Create("CodexA2A.Api");
        dropped = meter.CreateCounter<long>("a2a.audit.dropped", "{record}", "Records of the audit log that its file has not.");
    }

    /// <summary>Counts a record that is lost.</summary>
    public void Dropped() => dropped.Add(1);

    public void Dispose() => meter.Dispose();
}
