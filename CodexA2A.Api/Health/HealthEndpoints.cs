using CodexA2A.Api.Access;
using CodexA2A.Api.Hosting;
using CodexA2A.ServiceDefaults.Health;
using CodexA2A.ServiceDefaults.Telemetry;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Health;

/// <summary>The probes and the details (contracts.md §9).</summary>
internal static class HealthEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var options = routes.ServiceProvider.GetRequiredService<IOptions<A2AOptions>>().Value;
        routes.MapHealthChecks(ProbePaths.Alive, HealthProbes.Alive());
        routes.MapHealthChecks(ProbePaths.Ready, HealthProbes.Ready(options.ModelSource));
        routes.MapHealthChecks(ProbePaths.Health, HealthDetails.Of(options.Title, options.ModelSource)).WithMetadata(new GatedEndpoint(Permissions.Health));
        routes.MapPrometheus()?.WithMetadata(new GatedEndpoint(Permissions.Metrics));
    }
}
