using CodexA2A.Tasks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CodexA2A.Api.Health;

/// <summary>Ready as long as the log can be read and something can be written; written at most once a second, because anybody may ask.</summary>
internal sealed class StoreCheck(ITaskLog log, ITurnQueue queue, TimeProvider time) : IHealthCheck
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BetweenWrites = TimeSpan.FromSeconds(1);
    private static readonly Owner Nobody = new("", "health");

    private const string NoAnswer = "The store did not answer in time.";

    private long triedAt = long.MinValue;
    private volatile string? failure;

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
            return HealthCheckResult.Unhealthy(NoAnswer);
        }
    }

    /// <summary>One of all that ask writes; the others get what came of the last write, so that a failure stays one.</summary>
    private async Task WriteSometimesAsync(CancellationToken cancellationToken)
    {
        var last = Volatile.Read(ref triedAt);
        var isRecent = last != long.MinValue && time.GetElapsedTime(last) < BetweenWrites;
        if (isRecent || Interlocked.CompareExchange(ref triedAt, time.GetTimestamp(), last) != last)
        {
            if (failure is { } earlier) throw new SeamUnavailableException(earlier);
            return;
        }

        try
        {
            await queue.CheckAsync(cancellationToken);
            failure = null;
        }
        catch (Exception exception) when (exception is SeamUnavailableException or OperationCanceledException)
        {
            failure = exception is SeamUnavailableException ? exception.Message : NoAnswer;
            throw;
        }
    }
}
