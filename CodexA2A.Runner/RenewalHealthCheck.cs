using CodexA2A.Runner.Turns;
using CodexA2A.Tasks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace CodexA2A.Runner;

/// <summary>Ready while the leases on sessions are renewed in time: older than the lease time, others may own them (contracts.md §9).</summary>
internal sealed class RenewalHealthCheck(RenewalClock renewals, IOptions<SeamOptions> seam) : IHealthCheck
{
    /// <inheritdoc />
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var age = renewals.Age;
        var data = new Dictionary<string, object> { ["seconds_since_renewal"] = Math.Round(age?.TotalSeconds ?? 0, 1) };
        return Task.FromResult(age is null || age < seam.Value.LeaseTime
            ? HealthCheckResult.Healthy("Leases are renewed.", data)
            : HealthCheckResult.Unhealthy("Leases on sessions are not renewed: the store of turns does not answer the runner.", data: data));
    }
}
