using CodexA2A.Runner.Turns;
using CodexA2A.Tasks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace CodexA2A.Runner.Tests.Turns;

public sealed class RenewalHealthCheckTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Leases_that_are_not_renewed_in_time_make_a_runner_unready()
    {
        var clock = new RenewalClock(_time);
        Assert.Equal(HealthStatus.Healthy, await CheckAsync(clock));
        clock.Renewed();
        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(HealthStatus.Healthy, await CheckAsync(clock));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HealthStatus.Unhealthy, await CheckAsync(clock));
        clock.Renewed();
        Assert.Equal(HealthStatus.Healthy, await CheckAsync(clock));
    }

    private static async Task<HealthStatus> CheckAsync(RenewalClock clock) =>
        (await new RenewalHealthCheck(clock, Options.Create(new SeamOptions { LeaseTime = TimeSpan.FromSeconds(10) }))
            .CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken)).Status;
}
