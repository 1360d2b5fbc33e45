using System.Net;
using CodexA2A.ServiceDefaults.Health;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace CodexA2A.ServiceDefaults.Tests;

public sealed class ProbeTests
{
    [Fact]
    public async Task Alive_is_200_with_an_empty_body_while_the_process_serves()
    {
        await using var app = await StartAsync(HealthCheckResult.Unhealthy());
        var (status, body) = await GetAsync(app, ProbePaths.Alive);
        Assert.Equal((HttpStatusCode.OK, ""), (status, body));
    }

    [Fact]
    public async Task Ready_is_503_and_names_the_failing_checks_and_nothing_else()
    {
        await using var app = await StartAsync(HealthCheckResult.Unhealthy("password=hunter2", new InvalidOperationException("inner")));
        var (status, body) = await GetAsync(app, ProbePaths.Ready);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "store\n"), (status, body));
    }

    [Theory]
    [InlineData("/alive", true)]
    [InlineData("/Ready", true)]
    [InlineData("/health", true)]
    [InlineData("/healthy", false)]
    [InlineData("/", false)]
    public void Only_the_three_health_paths_count_as_probes(string path, bool expected) =>
        Assert.Equal(expected, ProbePaths.Contains(path));

    private static async Task<WebApplication> StartAsync(HealthCheckResult store)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.AddServiceDefaults();
        builder.Services.AddHealthChecks()
            .AddCheck("store", () => store, tags: [HealthTags.Ready])
            .AddCheck("other", () => HealthCheckResult.Healthy(), tags: [HealthTags.Ready]);
        var app = builder.Build();
        app.MapHealthChecks(ProbePaths.Alive, HealthProbes.Alive());
        app.MapHealthChecks(ProbePaths.Ready, HealthProbes.Ready());
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    private static async Task<(HttpStatusCode, string)> GetAsync(WebApplication app, string path)
    {
        using var client = app.GetTestClient();
        using var response = await client.GetAsync(path, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
