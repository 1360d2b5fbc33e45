using CodexA2A.Runner.Management;
using CodexA2A.ServiceDefaults.Hosting;
using Microsoft.AspNetCore.Http;

namespace CodexA2A.Runner.Tests.Management;

public sealed class ManagementEdgeTests
{
    [Theory]
    [InlineData("127.0.0.1", "POST", "/drain", "localhost:8001", null, null, true)]
    [InlineData("127.0.0.1", "GET", "/health", "[::1]:8001", null, "none", true)]
    [InlineData("127.0.0.1", "POST", "/drain", "evil.example:8001", null, null, false)]
    [InlineData("127.0.0.1", "POST", "/drain", "", null, null, false)]
    [InlineData("127.0.0.1", "POST", "/drain", "localhost:8001", "https://evil.example", null, false)]
    [InlineData("127.0.0.1", "POST", "/drain", "localhost:8001", "null", null, false)]
    [InlineData("127.0.0.1", "GET", "/metrics", "localhost:8001", null, "cross-site", false)]
    [InlineData("127.0.0.1", "GET", "/ready", "10.0.0.7:8001", null, null, true)]
    [InlineData("127.0.0.1", "GET", "/ready", "10.0.0.7:8001", "https://evil.example", null, false)]
    [InlineData("0.0.0.0", "POST", "/drain", "runner-1:8001", null, null, true)]
    [InlineData("0.0.0.0", "POST", "/drain", "runner-1:8001", "http://runner-1:8001", null, false)]
    [InlineData("0.0.0.0", "POST", "/drain", "runner-1:8001", "https://evil.example", "cross-site", false)]
    public async Task Pages_and_other_names_are_kept_out(string bound, string method, string path, string host, string? origin, string? site, bool passes)
    {
        var bind = BindAddresses.Resolve(new BindInputs(null, null, null, [], bound, 8001, "host", "port"));
        var went = false;
        var edge = new ManagementEdge(
            _ =>
            {
                went = true;
                return Task.CompletedTask;
            },
            bind);
        var http = new DefaultHttpContext();
        http.Request.Method = method;
        http.Request.Path = path;
        http.Request.Scheme = "http";
        http.Request.Host = new HostString(host);
        if (origin is not null) http.Request.Headers.Origin = origin;
        if (site is not null) http.Request.Headers["Sec-Fetch-Site"] = site;
        await edge.InvokeAsync(http);
        Assert.Equal(passes, went);
        Assert.Equal(passes ? 200 : 403, http.Response.StatusCode);
    }
}
