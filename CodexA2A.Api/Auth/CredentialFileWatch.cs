using CodexA2A.Api.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Auth;

/// <summary>Reads the file of credentials again and again: what watches a folder misses what is mounted, linked or swapped.</summary>
internal sealed class CredentialFileWatch(CredentialStore store, IOptions<A2AOptions> options, TimeProvider time) : BackgroundService
{
    /// <summary>How long a change may go unnoticed.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (string.IsNullOrEmpty(options.Value.CredentialsFile)) return;
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) store.Reload();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }
}

/// <summary>Degraded while the file of credentials is broken; the service goes on with those that it has.</summary>
internal sealed class CredentialFileCheck(CredentialStore store) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(store.Problem is { } problem ? HealthCheckResult.Degraded(problem) : HealthCheckResult.Healthy());
}
