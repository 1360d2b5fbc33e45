using System.Diagnostics.Metrics;
using OpenTelemetry.Metrics;

namespace CodexA2A.ServiceDefaults.Telemetry;

/// <summary>Buckets of our histograms: the usual ones begin at 5, which tells nothing of seconds, and end where tokens begin.</summary>
internal static class Buckets
{
    private static readonly ExplicitBucketHistogramConfiguration Seconds = new()
    {
        Boundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600],
    };

    private static readonly ExplicitBucketHistogramConfiguration Tokens = new()
    {
        Boundaries = [16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216],
    };

    /// <summary>The view of an instrument; null leaves it as it is.</summary>
    public static MetricStreamConfiguration? For(Instrument instrument) => instrument.Unit switch
    {
        _ when !TelemetryNames.All.Contains(instrument.Meter.Name) || !IsHistogram(instrument) => null,
        "s" => Seconds,
        "{token}" => Tokens,
        _ => null,
    };

    private static bool IsHistogram(Instrument instrument) => instrument is Histogram<double> or Histogram<long>;
}
