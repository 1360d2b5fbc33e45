using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace CodexA2A.ServiceDefaults.Audit;

/// <summary>Whether the audit log can be written: where nothing is done without it, the service is not ready; else /health says so.</summary>
internal sealed class AuditCheck(AuditWriter writer, IOptions<AuditOptions> options) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        writer.Takes ? HealthCheckResult.Healthy()
        : new HealthCheckResult(options.Value.AuditRequired ? HealthStatus.Unhealthy : HealthStatus.Degraded, writer.Problem ?? "More is recorded than can be written."));
}
