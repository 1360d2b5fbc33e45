using CodexA2A.ServiceDefaults.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Http.Resilience;

namespace CodexA2A.ServiceDefaults;

/// <summary>What every process of the service has in common: telemetry, health, discovery, resilience.</summary>
public static class HostDefaults
{
    /// <summary>Adds telemetry, the "self" health check, service discovery and resilient HTTP clients.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="service">What the process is called in telemetry, unless <c>OTEL_SERVICE_NAME</c> says otherwise.</param>
    /// <remarks>Endpoints are not mapped here: each process decides on which port it answers probes.</remarks>
    /// <returns>The same builder.</returns>
    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder, string service = "codex-a2a")
        where TBuilder : IHostApplicationBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        TelemetryDefaults.Add(builder, service);
        builder.Services.AddHealthChecks().AddCheck<Health.SelfCheck>("self", tags: [Health.HealthTags.Live]);
        builder.Services.AddServiceDiscovery();
        builder.Services.ConfigureHttpClientDefaults(AddClientDefaults);
        return builder;
    }

    /// <summary>Until the headers of an answer, all attempts together; longer than a client waits by itself (<see cref="HttpClient.Timeout"/>), so that it decides.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private static void AddClientDefaults(IHttpClientBuilder client)
    {
        client.AddStandardResilienceHandler(static options =>
        {
            // A POST may have had its effect although no answer came: repeating it is the caller's decision.
            options.Retry.DisableForUnsafeHttpMethods();
            // A turn takes longer to answer than the ten seconds that are usual; the body of a stream has no limit here.
            (options.AttemptTimeout.Timeout, options.TotalRequestTimeout.Timeout) = (Patience / 2, Patience);
            options.CircuitBreaker.SamplingDuration = Patience;
        });
        client.AddServiceDiscovery();
    }
}
