using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CodexA2A.ServiceDefaults.Telemetry;

/// <summary>The metrics in the text form of Prometheus, where <c>Telemetry:Prometheus</c> asks for it.</summary>
public static class PrometheusEndpoint
{
    /// <summary>Where it is.</summary>
    public const string Path = "/metrics";

    /// <summary>Maps it, behind whatever authentication the host has for all but its probes; null where it is not asked for.</summary>
    public static IEndpointConventionBuilder? MapPrometheus(this IEndpointRouteBuilder routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        // Of itself it answers whatever method it is asked with.
        return routes.ServiceProvider.GetRequiredService<IOptions<TelemetryOptions>>().Value.Prometheus
            ? routes.MapPrometheusScrapingEndpoint(Path).WithMetadata(new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head]))
            : null;
    }
}
