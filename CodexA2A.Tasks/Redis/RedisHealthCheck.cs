using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CodexA2A.Tasks.Redis;

/// <summary>Whether Redis answers, and whether the readers here still read.</summary>
internal sealed class RedisHealthCheck(RedisSeamHost host) : IHealthCheck
{
    private static readonly TimeSpan Silent = TimeSpan.FromSeconds(15);

    /// <inheritdoc />
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var seam = host.Seam;
            var took = await seam.Link.AskAsync(database => database.PingAsync(RedisLink.Primary), cancellationToken);
            return seam.Tails.OldestBeat < Silent
                ? HealthCheckResult.Healthy(string.Create(CultureInfo.InvariantCulture, $"{took.TotalMilliseconds:0.0} ms"))
                : HealthCheckResult.Unhealthy("A reader of a task's log has not read for 15 s.");
        }
        catch (SeamUnavailableException exception)
        {
            return HealthCheckResult.Unhealthy(exception.Message);
        }
    }
}
