using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;

namespace CodexA2A.ServiceDefaults.Tests;

public sealed class ResilienceTests
{
    [Fact]
    public async Task A_failed_post_is_never_sent_again()
    {
        var server = new Unavailable();
        using var host = Build(server);
        using var response = await Client(host).PostAsync("http://127.0.0.1/", null, TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, 1), (response.StatusCode, server.Calls));
    }

    [Fact]
    public async Task A_failed_get_is_tried_again_until_it_succeeds()
    {
        var server = new Unavailable { FailFirst = 1 };
        using var host = Build(server);
        using var response = await Client(host).GetAsync("http://127.0.0.1/", TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.OK, 2), (response.StatusCode, server.Calls));
    }

    [Fact]
    public void Nobody_is_cut_off_before_the_client_itself_would_give_up()
    {
        using var host = Build(new Unavailable());
        var options = host.Services.GetRequiredService<IOptionsMonitor<HttpStandardResilienceOptions>>().Get("any-standard");
        var own = Client(host).Timeout;
        Assert.True(options.AttemptTimeout.Timeout > own && options.TotalRequestTimeout.Timeout > own, $"{options.AttemptTimeout.Timeout} and {options.TotalRequestTimeout.Timeout} of {own}");
    }

    private static HttpClient Client(IHost host) =>
        host.Services.GetRequiredService<IHttpClientFactory>().CreateClient("any");

    private static IHost Build(HttpMessageHandler server)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.AddServiceDefaults();
        builder.Services.ConfigureAll<HttpStandardResilienceOptions>(options => options.Retry.Delay = TimeSpan.Zero);
        builder.Services.AddHttpClient("any").ConfigurePrimaryHttpMessageHandler(() => server);
        return builder.Build();
    }

    private sealed class Unavailable : HttpMessageHandler
    {
        public int FailFirst { get; init; } = int.MaxValue;
        public int Calls { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Calls++;
            return Task.FromResult(new HttpResponseMessage(Calls > FailFirst ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable));
        }
    }
}
