using CodexA2A.Runner.Turns;
using CodexA2A.Tasks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CodexA2A.Runner.Management;

/// <summary>Not ready from the moment it takes no more work.</summary>
internal sealed class DrainHealthCheck(TurnWorker worker, ServedOwners serves) : IHealthCheck
{
    /// <inheritdoc />
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var data = new Dictionary<string, object>
        {
            ["sessions"] = worker.Sessions,
            ["turns"] = worker.Places.Taken,
            ["capacity"] = worker.Places.Count,
            ["serves"] = serves.ToString(),
        };
        return Task.FromResult(worker.IsDraining
            ? HealthCheckResult.Unhealthy("The runner takes no more work.", data: data)
            : HealthCheckResult.Healthy("The runner takes work.", data));
    }
}
