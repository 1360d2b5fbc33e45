using System.Net;
using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.Telemetry;

public sealed class PrometheusTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Metrics_are_served_to_those_who_may_read_them()
    {
        await using var stage = await FleetStage.StartAsync(
            1, FleetStage.Alike(1), new Dictionary<string, string?> { ["Telemetry__Prometheus"] = "true" }, cancellationToken: Token);
        await stage.Clients[0].SendAsync(A2AHttp.Message("#echo\nhello"), Token);

        Assert.Contains("a2a_requests_total{", await stage.Clients[0].Http.GetStringAsync("metrics", Token), StringComparison.Ordinal);
        using var runner = FleetStage.Management(stage.Runners[0]);
        var metrics = "";
        // A turn is counted when its end is stored, which its client may hear a moment before.
        await Waiting.ForAsync(
            async () =>
            {
                metrics = await runner.GetStringAsync("metrics", Token);
                return metrics.Contains("a2a_turns_total{", StringComparison.Ordinal);
            },
            Token);
        Assert.Contains("a2a_turn_queue_wait_seconds_bucket{", metrics, StringComparison.Ordinal);

        using var anybody = new HttpClient();
        Assert.Equal(HttpStatusCode.Unauthorized, (await anybody.GetAsync(new Uri(stage.Apis[0].Address, "metrics"), Token)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await anybody.GetAsync(new Uri(stage.Runners[0].Address, "metrics"), Token)).StatusCode);
    }

    [Fact]
    public async Task They_are_read_and_nothing_else()
    {
        await using var stage = await FleetStage.StartAsync(
            1, FleetStage.Alike(1), new Dictionary<string, string?> { ["Telemetry__Prometheus"] = "true" }, cancellationToken: Token);
        using var runner = FleetStage.Management(stage.Runners[0]);
        foreach (var http in new[] { stage.Clients[0].Http, runner })
        {
            foreach (var method in new[] { "GET", "HEAD", "POST", "PUT", "DELETE" })
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), "metrics");
                using var response = await http.SendAsync(request, Token);
                Assert.True(method is "GET" or "HEAD" ? response.StatusCode == HttpStatusCode.OK : (int)response.StatusCode is 404 or 405, $"{method}: {response.StatusCode}");
            }
        }
    }

    [Fact]
    public async Task Without_the_setting_there_is_no_such_page()
    {
        await using var stage = await Stage.StartAsync(cancellationToken: Token);
        Assert.Equal(HttpStatusCode.NotFound, (await stage.Client.Http.GetAsync("metrics", Token)).StatusCode);
    }
}
