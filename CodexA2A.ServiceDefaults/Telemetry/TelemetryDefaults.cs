using CodexA2A.ServiceDefaults.Health;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace CodexA2A.ServiceDefaults.Telemetry;

/// <summary>OpenTelemetry logs, metrics and traces, exported over OTLP; metrics to Prometheus, too.</summary>
internal static class TelemetryDefaults
{
    private const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Adds what somebody reads: all over OTLP where an endpoint is configured, metrics alone where only Prometheus is. Without either nothing is collected.</summary>
    public static void Add(IHostApplicationBuilder builder, string service)
    {
        builder.Services.AddOptions<TelemetryOptions>().BindConfiguration(TelemetryOptions.Section);
        var otlp = !string.IsNullOrWhiteSpace(builder.Configuration[OtlpEndpoint]);
        var prometheus = builder.Configuration.GetValue<bool>($"{TelemetryOptions.Section}:{nameof(TelemetryOptions.Prometheus)}");
        if (!otlp && !prometheus) return;

        var telemetry = builder.Services.AddOpenTelemetry().ConfigureResource(resource => Describe(resource, service)).WithMetrics(metrics => AddMetrics(metrics, prometheus));
        if (!otlp) return;

        // The least of all sources: a stop waits for the last export, and a collector that does not answer must not hold it up.
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = new Dictionary<string, string?> { ["OTEL_EXPORTER_OTLP_TIMEOUT"] = "2000" } });
        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = true;
        });
        telemetry
            .WithTracing(tracing => tracing
                .AddSource(TelemetryNames.All)
                .AddAspNetCoreInstrumentation(options => options.Filter = IsTraced)
                .AddHttpClientInstrumentation())
            .UseOtlpExporter();
    }

    // Several of one kind must not be taken for one. What the environment says wins, so it comes last.
    private static void Describe(ResourceBuilder resource, string service) => resource.Clear()
        .AddService(service, serviceVersion: typeof(TelemetryDefaults).Assembly.GetName().Version?.ToString(3), autoGenerateServiceInstanceId: true)
        .AddTelemetrySdk()
        .AddEnvironmentVariableDetector();

    private static void AddMetrics(MeterProviderBuilder metrics, bool prometheus)
    {
        metrics.AddMeter(TelemetryNames.All).AddAspNetCoreInstrumentation().AddHttpClientInstrumentation().AddRuntimeInstrumentation().AddView(Buckets.For).AddView(NameLookups.For);
        if (prometheus) metrics.AddPrometheusExporter(options => options.ScrapeResponseCacheDurationMilliseconds = 1000);
    }

    // Probes come every few seconds and say nothing that a metric does not say.
    private static bool IsTraced(HttpContext context) => !ProbePaths.Contains(context.Request.Path) && context.Request.Path != PrometheusEndpoint.Path;
}
