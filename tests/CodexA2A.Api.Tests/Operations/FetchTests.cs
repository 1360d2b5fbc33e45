using System.Net;
using System.Text.Json.Nodes;
using CodexA2A.Api.Hosting;
using CodexA2A.Api.Outbound;
using CodexA2A.Api.Tests.Push;
using CodexA2A.Api.Tests.Support;
using CodexA2A.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Tests.Operations;

/// <summary>Images by address, where they are fetched.</summary>
public sealed class FetchTests
{
    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3];

    [Fact]
    public async Task The_bytes_go_on_in_place_of_the_address()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = (_, response) => WriteAsync(response, Png);
        await using var host = await StartAsync();
        var answer = await host.CallAsync(Send(receiver.Url).At(immediately: true));
        Assert.Null(answer.Error);

        await using var turn = await host.Runner.ClaimAsync();
        var part = turn.Command.Request.Message.Parts[^1];
        Assert.Equal((null, "image/png"), (part.Url, part.MediaType));
        Assert.Equal(Png, part.Raw!.Value.ToArray());
        var got = await receiver.NextAsync();
        Assert.DoesNotContain(got.Headers.Keys, name => name.Equals("traceparent", StringComparison.OrdinalIgnoreCase) || name.Equals("Authorization", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_redirect_is_followed_a_few_times()
    {
        await using var receiver = await Receiver.StartAsync();
        var hops = 0;
        receiver.Answer = (_, response) =>
        {
            if (hops++ >= 3) return WriteAsync(response, Png);
            response.Redirect(receiver.Url);
            return Task.CompletedTask;
        };
        await using var host = await StartAsync();
        Assert.Null((await host.CallAsync(Send(receiver.Url).At(immediately: true))).Error);
        hops = -1;
        Refused(await host.CallAsync(Send(receiver.Url)));
    }

    [Theory]
    [InlineData("text")]
    [InlineData("jpeg")]
    [InlineData("404")]
    [InlineData("large")]
    [InlineData("endless")]
    [InlineData("elsewhere")]
    [InlineData("file")]
    public async Task What_is_no_image_in_time_and_size_from_an_allowed_place_is_refused(string kind)
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = async (_, response) =>
        {
            switch (kind)
            {
                case "404":
                    response.StatusCode = 404;
                    break;
                case "large":
                    response.ContentLength = 9 * 1024 * 1024;
                    await response.Body.WriteAsync(Png);
                    break;
                case "endless":
                    while (!response.HttpContext.RequestAborted.IsCancellationRequested) await response.Body.WriteAsync(new byte[65_536], response.HttpContext.RequestAborted);
                    break;
                case "elsewhere":
                    response.Redirect("http://10.0.0.1/a.png");
                    break;
                case "file":
                    response.Redirect("file:///etc/passwd");
                    break;
                default:
                    await WriteAsync(response, kind == "text" ? "hello"u8.ToArray() : Png);
                    break;
            }
        };
        await using var host = await StartAsync();
        Refused(await host.CallAsync(Send(receiver.Url, kind == "jpeg" ? "image/jpeg" : "image/png")));
    }

    [Fact]
    public async Task One_that_does_not_answer_is_given_up()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = (_, response) => HangAsync(response);
        await using var host = await StartAsync(("A2A:FetchTimeout", "00:00:00.2"));
        Refused(await host.CallAsync(Send(receiver.Url)));
    }

    [Fact]
    public async Task One_caller_cannot_take_all_places()
    {
        await using var slow = await Receiver.StartAsync();
        await using var quick = await Receiver.StartAsync();
        slow.Answer = (_, response) => HangAsync(response);
        quick.Answer = (_, response) => WriteAsync(response, Png);
        var options = Options.Create(new A2AOptions { FetchImages = true, FetchAllowedHosts = "127.0.0.1", FetchTimeout = TimeSpan.FromMinutes(1) });
        using var fetcher = new ImageFetcher(options, (_, _) => throw new InvalidOperationException(), TimeProvider.System, NullLogger<ImageFetcher>.Instance);
        using var over = new CancellationTokenSource();
        var alices = Enumerable.Range(0, 20).Select(_ => fetcher.FetchAsync(new Owner("", "alice"), [Part.FromUrl(slow.Url)], over.Token)).ToArray();
        for (var i = 0; i < 4; i++)
        {
            await slow.NextAsync();
        }

        var bobs = await fetcher.FetchAsync(new Owner("", "bob"), [Part.FromUrl(quick.Url)], TestContext.Current.CancellationToken);
        Assert.Equal(Png, bobs[0].Raw!.Value.ToArray());
        Assert.Equal(0, slow.Unread);
        await over.CancelAsync();
        foreach (var one in alices)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
        }
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("https://127.0.0.2/a.png")]
    [InlineData("https://intern.example/a.png")]
    [InlineData("https://[::ffff:10.0.0.1]/a.png")]
    public async Task What_is_not_public_is_not_asked(string url)
    {
        await using var host = await StartAsync();
        Refused(await host.CallAsync(Send(url)));
    }

    [Theory]
    [InlineData("https://user:word@example.org/a.png", null, -32602, "message.parts[1].url")]
    [InlineData("https://example.org/a.pdf", "application/pdf", -32005, "message.parts[1].mediaType")]
    [InlineData("ftp://example.org/a.png", null, -32005, "message.parts[1].url")]
    public async Task An_address_that_cannot_be_meant_is_refused(string url, string? type, int code, string field)
    {
        await using var host = await StartAsync();
        var answer = await host.CallAsync(Send(url, type));
        Assert.Equal((code, field), (answer.Code, answer.Field));
    }

    private static Task<ApiHost> StartAsync(params (string Name, string Value)[] more) => ApiHost.StartAsync(
        more.Append(("A2A:FetchImages", "true")).Append(("A2A:FetchAllowedHosts", "127.0.0.1")).ToDictionary(pair => pair.Item1, pair => (string?)pair.Item2),
        services: services => services.AddSingleton<Resolve>((_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("10.1.2.3")])));

    private static Call Send(string url, string? type = null) => Call.Send("look").With(call =>
    {
        var part = new JsonObject { ["url"] = url };
        if (type is not null) part["mediaType"] = type;
        call["message"]!["parts"]!.AsArray().Add((JsonNode)part);
    });

    private static void Refused(Answer answer)
    {
        Assert.Equal((-32005, "message.parts[1].url"), (answer.Code, answer.Field));
        Assert.StartsWith("No image can be fetched from this address.", (string)answer.Error!["message"]!, StringComparison.Ordinal);
    }

    private static async Task HangAsync(HttpResponse response)
    {
        var gone = new TaskCompletionSource();
        await using var registration = response.HttpContext.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    }

    private static async Task WriteAsync(HttpResponse response, byte[] bytes) => await response.Body.WriteAsync(bytes);
}
