using System.Globalization;
using System.Net;
using CodexA2A.Api.Limits;
using CodexA2A.Api.Tests.Support;
using CodexA2A.Tasks.Rates;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace CodexA2A.Api.Tests.Limits;

public sealed class RateLimitTests
{
    private const int Burst = 5;

    [Theory]
    [InlineData(Binding.JsonRpc)]
    [InlineData(Binding.Rest)]
    public async Task Answers_say_what_is_left_and_one_too_many_is_told_when_to_come_again(Binding binding)
    {
        await using var host = await StartAsync("A2A:RequestsPerMinute", "1");
        for (var i = 1; i <= Burst; i++)
        {
            var answer = await host.CallAsync(Call.Get("p00-unknown"), binding);
            Assert.Equal("TASK_NOT_FOUND", answer.Reason);
            Assert.Equal((Burst, Burst - i, "1;w=60;burst=5"), (Number(answer, "RateLimit-Limit"), Number(answer, "RateLimit-Remaining"), Header(answer, "RateLimit-Policy")));
            Assert.InRange(Number(answer, "RateLimit-Reset"), (i * 60) - 30, i * 60);
        }

        var refused = await host.CallAsync(Call.Get("p00-unknown"), binding);
        Assert.Equal((429, "RATE_LIMITED", 0), ((int)refused.Status, refused.Reason, Number(refused, "RateLimit-Remaining")));
        Assert.InRange(refused.Response.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        // Also what is no call at all counts, and nobody else.
        Assert.Equal("RATE_LIMITED", (await host.CallAsync(Call.Get("x") with { RestPath = "/nowhere" }, binding)).Reason);
        Assert.Equal("TASK_NOT_FOUND", (await host.CallAsync(Call.Get("p00-unknown") with { Token = ApiHost.Bob }, binding)).Reason);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(host, "/.well-known/agent-card.json"));
    }

    [Fact]
    public async Task So_does_gRPC()
    {
        await using var host = await GrpcHost.StartAsync(new() { ["A2A:RequestsPerMinute"] = "1", ["A2A:RequestBurst"] = "3" });
        var id = (await host.Api.SubmitAsync()).TaskId;
        Assert.Equal("1", (await host.Client.GetAsync(id)).Metadata.GetValue("ratelimit-remaining"));
        Assert.Equal(StatusCode.NotFound, (await host.Client.GetAsync("p00-unknown")).Code);
        var refused = await host.Client.GetAsync("p00-unknown");
        Assert.Equal((StatusCode.ResourceExhausted, "RATE_LIMITED"), (refused.Code, refused.Reason));
        Assert.InRange(int.Parse(GrpcDetails.Of(refused.Error!).Info.Metadata["retryAfterSeconds"], CultureInfo.InvariantCulture), 1, 60);
    }

    [Fact]
    public async Task An_address_is_counted_before_anybody_looks_at_credentials_and_probes_pass()
    {
        await using var host = await StartAsync("A2A:RequestsPerMinutePerAddress", $"{Burst}");
        for (var i = 0; i < Burst; i++)
        {
            Assert.Equal(401, (int)(await host.CallAsync(Call.Get("x") with { Token = "wrong" })).Status);
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(host, "/alive"));
        }

        var refused = await host.CallAsync(Call.Get("x"));
        Assert.Equal((429, "RATE_LIMITED"), ((int)refused.Status, refused.Reason));
        Assert.InRange(refused.Response.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Equal(HttpStatusCode.TooManyRequests, await StatusAsync(host, "/.well-known/agent-card.json"));
        // Its details are for who logs in.
        Assert.Equal(HttpStatusCode.TooManyRequests, await StatusAsync(host, "/health"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(host, "/alive"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(host, "/ready"));
    }

    [Theory]
    [InlineData("Origin", "https://elsewhere.example", "ORIGIN_NOT_ALLOWED")]
    [InlineData("Host", "elsewhere.example", "HOST_NOT_ALLOWED")]
    public async Task What_the_edge_refuses_counts_for_its_address_too(string header, string value, string reason)
    {
        await using var host = await StartAsync("A2A:RequestsPerMinutePerAddress", $"{Burst}");
        for (var i = 0; i < Burst; i++)
        {
            Assert.Equal(reason, (await host.CallAsync(Call.Get("x").WithHeader(header, value))).Reason);
        }

        Assert.Equal("RATE_LIMITED", (await host.CallAsync(Call.Get("x").WithHeader(header, value))).Reason);
        Assert.Equal("RATE_LIMITED", (await host.CallAsync(Call.Get("x"))).Reason);
    }

    [Fact]
    public async Task An_allowed_page_can_read_that_its_address_is_to_wait()
    {
        const string Page = "http://localhost:3000";
        await using var host = await ApiHost.StartAsync(new() { ["A2A:RequestsPerMinutePerAddress"] = "1", ["A2A:AllowedOrigins"] = Page });
        await host.CallAsync(Call.Get("x").WithHeader("Origin", Page));
        var refused = await host.CallAsync(Call.Get("x").WithHeader("Origin", Page));
        Assert.Equal(("RATE_LIMITED", Page), (refused.Reason, Header(refused, "Access-Control-Allow-Origin")));
    }

    [Fact]
    public async Task Zero_is_no_limit_and_no_headers()
    {
        await using var host = await StartAsync("A2A:RequestsPerMinute", "0");
        var answer = await host.CallAsync(Call.Get("p00-unknown"));
        Assert.DoesNotContain(answer.Response.Headers, header => header.Key.StartsWith("RateLimit", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData(60, 0, 59.5, "60", "59", "1", "60;w=60;burst=60")]
    [InlineData(60, 0, 0.2, "60", "0", "60", "60;w=60;burst=60")]
    [InlineData(600, 20, 20, "20", "20", "0", "600;w=60;burst=20")]
    public void Headers_have_whole_numbers_on_the_safe_side(int perMinute, int burst, double left, string limit, string remaining, string reset, string policy)
    {
        var headers = new HeaderDictionary();
        new RateHeaders(Rate.PerMinute(perMinute, burst)).Set(headers, new RateAnswer(true, left, TimeSpan.Zero));
        Assert.Equal(
            (limit, remaining, reset, policy),
            ((string?)headers["RateLimit-Limit"], (string?)headers["RateLimit-Remaining"], (string?)headers["RateLimit-Reset"], (string?)headers["RateLimit-Policy"]));
    }

    private static Task<ApiHost> StartAsync(string key, string value) => ApiHost.StartAsync(new() { ["A2A:RequestBurst"] = $"{Burst}", [key] = value });

    private static string Header(Answer answer, string name) => Assert.Single(answer.Response.Headers.GetValues(name));

    private static int Number(Answer answer, string name) => int.Parse(Header(answer, name), CultureInfo.InvariantCulture);

    private static async Task<HttpStatusCode> StatusAsync(ApiHost host, string path)
    {
        using var response = await host.Http.GetAsync(path, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
