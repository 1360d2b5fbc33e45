using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using CodexA2A.Api.Tests.Support;

namespace CodexA2A.Api.Tests.Wire;

/// <summary>What no HTTP client would send.</summary>
public sealed class RawConnectionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/", "80000000")]
    [InlineData("/message:send", "80000000")]
    [InlineData("/message:send", "7FFFFFFFFFFFFFFF")]
    [InlineData("/message:send", "ZZ")]
    public async Task A_chunk_whose_size_is_no_number_is_a_bad_request(string path, string size)
    {
        await using var host = await ApiHost.StartAsync();
        using var client = await ConnectAsync(host);
        await SendAsync(client, $"POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {ApiHost.Alice}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n{size}\r\n");
        using var reader = new StreamReader(client.GetStream());
        var answer = await reader.ReadToEndAsync(Token).WithLimitAsync("The end of the connection");
        Assert.Contains("INVALID_REQUEST", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("INTERNAL_ERROR", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET /tasks HTTP/1.1\r\nHos")]
    [InlineData("POST / HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer alice-secret-token\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{")]
    public async Task A_half_sent_request_does_not_hold_up_a_stop(string half)
    {
        await using var host = await ApiHost.StartAsync();
        using var client = await ConnectAsync(host);
        await SendAsync(client, half);
        var began = Stopwatch.GetTimestamp();
        await host.StopAsync();
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(15));
    }

    private static async Task<TcpClient> ConnectAsync(ApiHost host)
    {
        var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", new Uri(host.BaseUrl).Port, Token);
        return client;
    }

    private static async Task SendAsync(TcpClient client, string text) => await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text), Token);
}
