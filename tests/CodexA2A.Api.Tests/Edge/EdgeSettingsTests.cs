using CodexA2A.Api.Edge;
using CodexA2A.Api.Hosting;
using CodexA2A.ServiceDefaults.Edge;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Time.Testing;

namespace CodexA2A.Api.Tests.Edge;

public sealed class EdgeSettingsTests
{
    [Theory]
    [InlineData("http://127.0.0.1:8000", "", null, EdgeVerdict.HostRefused)]
    [InlineData("http://127.0.0.1:8000", "host.docker.internal", null, EdgeVerdict.Pass)]
    [InlineData("http://*:8000", "", null, EdgeVerdict.Pass)]
    // No page reaches a socket in the file system, and its clients write what they like.
    [InlineData("http://unix:/run/a2a.sock", "", null, EdgeVerdict.Pass)]
    [InlineData("http://unix:/run/a2a.sock", "codex.internal", null, EdgeVerdict.HostRefused)]
    [InlineData("http://unix:/run/a2a.sock;http://127.0.0.1:8000", "", null, EdgeVerdict.HostRefused)]
    [InlineData("http://unix:/run/a2a.sock", "", 8001, EdgeVerdict.HostRefused)]
    public void Which_names_are_answered_depends_on_where_it_listens(string urls, string allowed, int? grpcPort, EdgeVerdict expected)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("URLS", urls)]).Build();
        var http = new DefaultHttpContext();
        (http.Request.Method, http.Request.Scheme, http.Request.Path, http.Request.Host) = ("GET", "http", "/tasks", new HostString("host.docker.internal"));
        var policy = EdgeSettings.Policy(new A2AOptions { AllowedHosts = allowed, GrpcPort = grpcPort }, configuration);
        Assert.Equal(expected, policy.Judge(EdgeRequest.Of(http.Request, isProbe: false, isOpen: false)));
    }

    [Fact]
    public void Of_a_flood_one_in_a_minute_is_told()
    {
        var time = new FakeTimeProvider();
        var first = new FirstInAMinute(time);
        Assert.True(first.Take());
        Assert.False(first.Take());
        time.Advance(TimeSpan.FromSeconds(59));
        Assert.False(first.Take());
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(first.Take());
        Assert.False(first.Take());
    }
}
