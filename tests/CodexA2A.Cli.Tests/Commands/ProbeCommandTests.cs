using System.Net;
using System.Net.Sockets;
using CodexA2A.Cli.Commands;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CodexA2A.Cli.Tests.Commands;

public sealed class ProbeCommandTests
{
    [Theory]
    [InlineData("http://127.0.0.1:8001", "http://127.0.0.1:8001/ready")]
    [InlineData("127.0.0.1:8001", "http://127.0.0.1:8001/ready")]
    [InlineData("http://127.0.0.1:8001/alive", "http://127.0.0.1:8001/alive")]
    [InlineData(ProbeCommand.Default, ProbeCommand.Default)]
    [InlineData("[::1]:8001", "http://[::1]:8001/ready")]
    [InlineData("localhost", "http://localhost/ready")]
    [InlineData("ftp://x", null)]
    [InlineData("unix:/x", null)]
    [InlineData("http:", null)]
    [InlineData("http:///ready", null)]
    [InlineData("http://user:pass@127.0.0.1:8001", null)]
    [InlineData("user:1pass@127.0.0.1", null)]
    public void A_url_without_a_path_means_ready(string text, string? expected) => Assert.Equal(expected, ProbeCommand.Read(text)?.AbsoluteUri);

    [Theory]
    [InlineData(200, "", 0, "ready", "")]
    [InlineData(200, "model_source: scripted\n", 0, "model_source: scripted", "")]
    [InlineData(503, "redis\ncodex\n", 1, "", "503 redis\ncodex")]
    [InlineData(503, "", 1, "", "503")]
    [InlineData(302, "", 1, "", "302")]
    [InlineData(404, "", 1, "", "404")]
    public async Task The_answer_decides(int status, string body, int code, string says, string complains)
    {
        await using var service = await StartAsync(http =>
        {
            http.Response.StatusCode = status;
            return http.Response.WriteAsync(body);
        });
        Assert.Equal((code, says, complains), await ProbeAsync(service));
    }

    [Theory]
    [InlineData(200, 0)]
    [InlineData(503, 1)]
    public async Task An_odd_answer_is_shown_and_not_obeyed(int status, int code)
    {
        await using var service = await StartAsync(http =>
        {
            http.Response.StatusCode = status;
            http.Response.ContentType = "text/plain; charset=bogus";
            return http.Response.Body.WriteAsync("redis\u001b[2J é"u8.ToArray()).AsTask();
        });
        var (exit, says, complains) = await ProbeAsync(service);
        Assert.Equal((code, "redis\u241b[2J é"), (exit, status == 200 ? says : complains["503 ".Length..]));
    }

    [Fact]
    public void What_stands_before_the_host_is_not_repeated() =>
        Assert.Equal([CallCommand.NoUrl], CommandTree.Create().Parse(["probe", "http://user:pass@127.0.0.1:1"]).Errors.Select(error => error.Message));

    [Fact]
    public async Task Nobody_there_is_not_ready()
    {
        int port;
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        var (code, _, complains) = await ProbeAsync(new Uri($"http://127.0.0.1:{port}/ready"), TimeProvider.System);
        Assert.Equal(1, code);
        Assert.StartsWith($"http://127.0.0.1:{port}/ready: ", complains, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_does_not_answer_is_given_two_seconds()
    {
        var asked = new TaskCompletionSource();
        await using var service = await StartAsync(async http =>
        {
            asked.SetResult();
            await new TaskCompletionSource().Task.WaitAsync(http.RequestAborted);
        });
        var time = new FakeTimeProvider();
        var probe = ProbeAsync(Address(service), time);
        await asked.Task;
        time.Advance(TimeSpan.FromSeconds(2));
        var (code, _, complains) = await probe;
        Assert.Equal(1, code);
        Assert.EndsWith("within 2 s.", complains, StringComparison.Ordinal);
    }

    private static Task<(int Code, string Says, string Complains)> ProbeAsync(WebApplication service) => ProbeAsync(Address(service), TimeProvider.System);

    private static async Task<(int Code, string Says, string Complains)> ProbeAsync(Uri url, TimeProvider time)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = await ProbeCommand.RunAsync(url, time, output, errors, TestContext.Current.CancellationToken);
        return (code, output.ToString().Trim(), errors.ToString().Trim());
    }

    private static async Task<WebApplication> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(answer);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    private static Uri Address(WebApplication app) =>
        new(new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()), "/ready");
}
