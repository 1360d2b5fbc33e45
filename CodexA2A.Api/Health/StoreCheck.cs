using CodexA2A.Tasks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CodexA2A.Api.Health;

/// <summary>Ready as long as the log can be read.</summary>
internal sealed class StoreCheck(ITaskLog log, ITurnQueue queue, TimeProvider time) : IHealthCheck
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);
    private static readonly Owner Nobody = new("", "health");

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        using var timeout = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            var absent = TaskIds.New(queue.Partitions - 1, time);
            await log.ReadAsync(Nobody, absent, either.Token);
            return HealthCheckResult.Healthy();
        }
        catch (SeamUnavailableException exception)
        {
            return HealthCheckResult.Unhealthy(exception.Message, exception);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy("The store did not answer in time.");
        }
    }
}
