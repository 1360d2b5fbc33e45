using System.Net;
using CodexA2A.Api.Tests.Support;

namespace CodexA2A.Api.Tests.Edge;

public sealed class SecurityHeaderTests
{
    private static readonly Dictionary<string, string> Always = new()
    {
        ["X-Content-Type-Options"] = "nosniff",
        ["Referrer-Policy"] = "no-referrer",
        ["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'",
        ["Cross-Origin-Resource-Policy"] = "same-origin",
    };

    [Theory]
    [InlineData("GET", "/tasks", true, 200, "no-store")]
    [InlineData("GET", "/tasks/none", true, 404, "no-store")]
    [InlineData("GET", "/nowhere", true, 404, "no-store")]
    [InlineData("PUT", "/tasks", true, 404, "no-store")]
    [InlineData("GET", "/tasks", false, 401, "no-store")]
    [InlineData("POST", "/", true, 200, "no-store")]
    [InlineData("GET", "/extendedAgentCard", true, 200, null)]
    [InlineData("GET", "/.well-known/agent-card.json", false, 200, null)]
    [InlineData("GET", "/openapi.json", false, 200, null)]
    [InlineData("GET", "/alive", false, 200, "no-store, no-cache")]
    [InlineData("GET", "/health", true, 200, "no-store, no-cache")]
    public async Task Every_answer_says_that_it_is_nothing_but_what_it_is(string method, string path, bool token, int status, string? cache)
    {
        await using var host = await ApiHost.StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (token) request.Headers.Authorization = new("Bearer", ApiHost.Alice);
        using var response = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode)status, response.StatusCode);
        foreach (var (name, value) in Always) Assert.Equal(value, Assert.Single(response.Headers.GetValues(name)));
        var said = string.Join(", ", response.Headers.NonValidated["Cache-Control"]);
        // What may be kept says so itself (CardTests).
        if (cache is null) Assert.Contains("max-age", said, StringComparison.Ordinal);
        else Assert.Equal(cache, said);
        Assert.False(response.Headers.Contains("Strict-Transport-Security"));
        Assert.False(response.Headers.Contains("Server"));
    }
}
