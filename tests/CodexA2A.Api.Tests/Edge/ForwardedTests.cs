using System.Net;
using CodexA2A.Api.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace CodexA2A.Api.Tests.Edge;

public sealed class ForwardedTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, "203.0.113.9", "https", "http 127.0.0.1")]
    [InlineData("10.0.0.0/8", "203.0.113.9", "https", "http 127.0.0.1")]
    [InlineData("::1", "203.0.113.9", "https", "http 127.0.0.1")]
    [InlineData("127.0.0.1", "203.0.113.9", "https", "https 203.0.113.9")]
    [InlineData("127.0.0.0/8", "203.0.113.9", null, "http 203.0.113.9")]
    [InlineData("127.0.0.1", null, "https", "https 127.0.0.1")]
    [InlineData("127.0.0.1", "203.0.113.9:4711", "http", "http 203.0.113.9")]
    // What the client said itself is before what the proxy says of it.
    [InlineData("127.0.0.1", "127.0.0.1, 203.0.113.9", "https", "https 203.0.113.9")]
    [InlineData("127.0.0.1", "10.1.2.3, 198.51.100.1, 203.0.113.9", "https", "https 203.0.113.9")]
    // Several proxies.
    [InlineData("127.0.0.1, 10.0.0.0/8", "198.51.100.1, 203.0.113.9, 10.1.2.3", "https", "https 203.0.113.9")]
    [InlineData("127.0.0.1, 10.0.0.0/8", "10.9.9.9, 10.1.2.3", "https", "https 10.9.9.9")]
    [InlineData("127.0.0.1, 10.1.2.3", "203.0.113.9, 10.1.2.4, 10.1.2.3", "https", "https 10.1.2.4")]
    // IPv6, of clients and of proxies.
    [InlineData("127.0.0.1", "2001:db8::7", "https", "https 2001:db8::7")]
    [InlineData("127.0.0.1", "[2001:db8::7]:4711", "https", "https 2001:db8::7")]
    [InlineData("127.0.0.1, 2001:db8:1::/48", "203.0.113.9, [2001:db8:1::5]:80", "https", "https 203.0.113.9")]
    [InlineData("127.0.0.1, [2001:db8:1::5]", "203.0.113.9, 2001:db8:1::5", "https", "https 203.0.113.9")]
    // What cannot be read ends it: nothing before that is anybody's word.
    [InlineData("127.0.0.1", "garbage", null, "http 127.0.0.1")]
    [InlineData("127.0.0.1", "", null, "http 127.0.0.1")]
    [InlineData("127.0.0.1", "203.0.113.9, garbage", null, "http 127.0.0.1")]
    [InlineData("127.0.0.1", "garbage, 203.0.113.9", null, "http 203.0.113.9")]
    [InlineData("127.0.0.1", "203.0.113.9 x", null, "http 127.0.0.1")]
    [InlineData("127.0.0.1", "203.0.113.9, 999.1.1.1", null, "http 127.0.0.1")]
    [InlineData("127.0.0.1", "unknown, _hidden", null, "http 127.0.0.1")]
    public async Task The_client_is_whom_a_known_proxy_speaks_for(string? known, string? forwardedFor, string? forwardedProto, string seen)
    {
        await using var host = await StartAsync(known);
        using var response = await GetAsync(host, forwardedFor, forwardedProto);
        Assert.Equal(seen, Assert.Single(response.Headers.GetValues("X-Seen")));
    }

    [Fact]
    public async Task A_name_that_is_forwarded_is_not_believed()
    {
        await using var host = await StartAsync("127.0.0.1", ("A2A:AllowAnonymous", "true"));
        using var response = await GetAsync(host, null, null, request =>
        {
            request.Headers.Host = "evil.example";
            request.Headers.Add("X-Forwarded-Host", "localhost");
            request.Headers.Add("Forwarded", "for=203.0.113.9;host=localhost");
        });
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task The_switch_that_believes_everybody_is_off()
    {
        await using var host = await StartAsync(null, ("FORWARDEDHEADERS_ENABLED", "true"));
        using var response = await GetAsync(host, "203.0.113.9", "https");
        Assert.Equal("http 127.0.0.1", Assert.Single(response.Headers.GetValues("X-Seen")));
    }

    [Theory]
    [InlineData("203.0.113.9", HttpStatusCode.Unauthorized)]
    [InlineData("127.0.0.1", HttpStatusCode.OK)]
    [InlineData(null, HttpStatusCode.OK)]
    public async Task Nobody_in_particular_is_of_this_machine(string? client, HttpStatusCode status)
    {
        await using var host = await StartAsync("127.0.0.1", ("A2A:AllowAnonymous", "true"));
        using var response = await GetAsync(host, client, null);
        Assert.Equal(status, response.StatusCode);
    }

    [Fact]
    public async Task Failed_logins_count_for_the_client_and_not_for_the_proxy()
    {
        await using var host = await StartAsync("127.0.0.1", ("A2A:FailedLoginsPerMinute", "1"));
        foreach (var (client, status) in new[] { ("203.0.113.1", 401), ("203.0.113.1", 429), ("203.0.113.2", 401), ("203.0.113.2", 429) })
        {
            using var response = await GetAsync(host, client, null, request => request.Headers.Authorization = new("Bearer", "a-wrong-token"));
            Assert.Equal(status, (int)response.StatusCode);
        }
    }

    [Theory]
    [InlineData("codex.example.org", "https", "max-age=31536000")]
    [InlineData("codex.example.org", "http", null)]
    [InlineData("localhost", "https", null)]
    public async Task Https_is_asked_for_where_it_was_used_and_not_for_this_machine(string name, string scheme, string? expected)
    {
        await using var host = await StartAsync("127.0.0.1", ("A2A:PublicUrl", "https://codex.example.org"));
        using var response = await GetAsync(host, "203.0.113.1", scheme, request => request.Headers.Host = name);
        Assert.Equal(expected, response.Headers.TryGetValues("Strict-Transport-Security", out var values) ? values.Single() : null);
    }

    private static Task<ApiHost> StartAsync(string? known, params (string Key, string Value)[] settings) => ApiHost.StartAsync(
        settings.Append(("A2A:KnownProxies", known!)).ToDictionary(pair => pair.Item1, pair => (string?)pair.Item2),
        services: services => services.AddSingleton<IStartupFilter, Witness>());

    private static async Task<HttpResponseMessage> GetAsync(ApiHost host, string? forwardedFor, string? forwardedProto, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/tasks");
        if (forwardedFor is not null) request.Headers.TryAddWithoutValidation("X-Forwarded-For", forwardedFor);
        if (forwardedProto is not null) request.Headers.TryAddWithoutValidation("X-Forwarded-Proto", forwardedProto);
        change?.Invoke(request);
        return await host.Http.SendAsync(request, Token);
    }

    /// <summary>Says in each answer whom the service took for its client.</summary>
    private sealed class Witness : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(async (http, go) =>
            {
                http.Response.OnStarting(() =>
                {
                    http.Response.Headers["X-Seen"] = $"{http.Request.Scheme} {http.Connection.RemoteIpAddress}";
                    return Task.CompletedTask;
                });
                await go(http);
            });
            next(app);
        };
    }
}
