using CodexA2A.Tasks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CodexA2A.Api.Health;

/// <summary>Ready as long as the log can be read and something can be written; written at most once a second, because anybody may ask.</summary>
internal sealed class StoreCheck(ITaskLog log, ITurnQueue queue, TimeProvider time) : IHealthCheck
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BetweenWrites = TimeSpan.FromSeconds(1);
    private static readonly Owner Nobody = new("", "health");

    private long wroteAt = long.MinValue;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        using var timeout = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            var absent = TaskIds.New(queue.Partitions - 1, time);
            await log.ReadAsync(Nobody, absent, either.Token);
            await WriteSometimesAsync(either.Token);
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

    private async Task WriteSometimesAsync(CancellationToken cancellationToken)
    {
        var last = Volatile.Read(ref wroteAt);
        if (last != long.MinValue && time.GetElapsedTime(last) < BetweenWrites) return;
        await queue.CheckAsync(cancellationToken);
        Volatile.Write(ref wroteAt, time.GetTimestamp());
    }
}
