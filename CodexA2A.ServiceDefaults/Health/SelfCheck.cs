using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CodexA2A.ServiceDefaults.Health;

/// <summary>Healthy whenever it is asked: the process that answers is alive.</summary>
internal sealed class SelfCheck : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(HealthCheckResult.Healthy());
}
