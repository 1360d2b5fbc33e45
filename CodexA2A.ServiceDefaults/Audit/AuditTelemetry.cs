using System.Diagnostics.Metrics;
using CodexA2A.ServiceDefaults.Telemetry;

namespace CodexA2A.ServiceDefaults.Audit;

/// <summary>What the audit log reports of itself, in whatever process it is kept.</summary>
public sealed class AuditTelemetry : IDisposable
{
    private readonly Meter meter;
    private readonly Counter<long> dropped;

    /// <summary>Makes the instrument.</summary>
    public AuditTelemetry(IMeterFactory factory)
    {
        meter = factory.Create(TelemetryNames.ServiceDefaults);
        dropped = meter.CreateCounter<long>("a2a.audit.dropped", "{record}", "Records of the audit log that its file has not.");
    }

    /// <summary>Counts a record that is lost.</summary>
    public void Dropped() => dropped.Add(1);

    /// <inheritdoc />
    public void Dispose() => meter.Dispose();
}
