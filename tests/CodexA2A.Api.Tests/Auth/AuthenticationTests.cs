using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using CodexA2A.Api.Tests.Support;

namespace CodexA2A.Api.Tests.Auth;

public sealed class AuthenticationTests
{
    private const string Registry = """
        [
          {"id":"ops","scheme":"bearer","token":"ops-token-123","principal":"ops","capabilities":["turn_control"]},
          {"scheme":"basic","username":"carol","password":"carol-password"},
          {"scheme":"bearer","token":"old-token-123","principal":"ops","enabled":false}
        ]
        """;

    [Theory]
    [InlineData("GET", "/.well-known/agent-card.json", true)]
    [InlineData("GET", "/alive", true)]
    [InlineData("GET", "/ready", true)]
    [InlineData("GET", "/health", false)]
    [InlineData("GET", "/extendedAgentCard", false)]
    [InlineData("GET", "/tasks", false)]
    [InlineData("GET", "/.well-known/agent-card.json/", false)]
    [InlineData("GET", "/ALIVE", false)]
    [InlineData("POST", "/", false)]
    [InlineData("POST", "/message:send", false)]
    [InlineData("GET", "/nothing/here", false)]
    public async Task Only_the_card_and_the_probes_are_for_everybody(string method, string path, bool open)
    {
        await using var host = await ApiHost.StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(open ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, response.StatusCode);
        if (!open) Assert.Contains(response.Headers.WwwAuthenticate, challenge => challenge.Scheme == "Bearer");
    }

    [Theory]
    [InlineData("Bearer", "ops-token-123", HttpStatusCode.OK)]
    [InlineData("Bearer", "old-token-123", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer", "ops-token-124", HttpStatusCode.Unauthorized)]
    [InlineData("Basic", "Y2Fyb2w6Y2Fyb2wtcGFzc3dvcmQ=", HttpStatusCode.OK)]
    [InlineData("Basic", "Y2Fyb2w6d3Jvbmc=", HttpStatusCode.Unauthorized)]
    public async Task The_registry_of_the_predecessor_is_read(string scheme, string value, HttpStatusCode expected)
    {
        await using var host = await ApiHost.StartAsync(new() { ["A2A:StaticAuthCredentials"] = Registry });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/tasks") { Headers = { Authorization = new AuthenticationHeaderValue(scheme, value) } };
        using var response = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(expected, response.StatusCode);
        if (expected == HttpStatusCode.Unauthorized) Assert.Equal(["Bearer", "Basic"], response.Headers.WwwAuthenticate.Select(challenge => challenge.Scheme));
    }

    [Fact]
    public async Task A_stranger_is_refused_before_the_body_is_read()
    {
        await using var host = await ApiHost.StartAsync();
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, new Uri(host.BaseUrl).Port, TestContext.Current.CancellationToken);
        using var stream = client.GetStream();
        // Of the body that is announced nothing is ever sent.
        await stream.WriteAsync("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 4000000\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        Assert.StartsWith("HTTP/1.1 401", await reader.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_authorization_headers_are_none()
    {
        await using var host = await ApiHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/tasks");
        request.Headers.TryAddWithoutValidation("Authorization", ["Bearer wrong-one-here", $"Bearer {ApiHost.Alice}"]);
        using var response = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Theory]
    [InlineData(null, null, HttpStatusCode.OK)]
    [InlineData("codex.example.org", null, HttpStatusCode.Forbidden)]
    [InlineData(null, "Bearer made-up-token", HttpStatusCode.Unauthorized)]
    public async Task Anonymous_callers_are_those_of_this_machine(string? hostHeader, string? authorization, HttpStatusCode expected)
    {
        await using var host = await ApiHost.StartAsync(new() { ["A2A:AllowAnonymous"] = "true" });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/tasks");
        request.Headers.Host = hostHeader;
        if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var response = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task Tasks_belong_to_the_principal_not_to_the_token()
    {
        await using var host = await ApiHost.StartAsync(new()
        {
            ["A2A:StaticAuthCredentials"] = """[{"scheme":"bearer","token":"alice-new-token","principal":"alice"}]""",
        });
        var task = await host.SubmitAsync();
        Assert.Null((await host.CallAsync(Call.Get(task.TaskId) with { Token = "alice-new-token" })).Error);
        Assert.Equal("TASK_NOT_FOUND", (await host.CallAsync(Call.Get(task.TaskId) with { Token = ApiHost.Bob })).Reason);
    }
}
