using System.Diagnostics.Metrics;
using OpenTelemetry.Metrics;

namespace CodexA2A.ServiceDefaults.Telemetry;

/// <summary>How long lookups of names take, without the names: those of webhooks are of callers' choice and without number.</summary>
internal static class NameLookups
{
    /// <summary>The view of an instrument; null leaves it as it is.</summary>
    public static MetricStreamConfiguration? For(Instrument instrument) =>
        instrument.Name == "dns.lookup.duration" ? new MetricStreamConfiguration { TagKeys = ["error.type"] } : null;
}
