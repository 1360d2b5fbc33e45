using CodexA2A.ServiceDefaults.Edge;
using Microsoft.AspNetCore.Http;

namespace CodexA2A.ServiceDefaults.Tests.Edge;

public sealed class EdgePolicyTests
{
    [Theory]
    [InlineData("https://console.example.org", "https://console.example.org")]
    [InlineData("https://Console.Example.org:443/", "https://console.example.org")]
    [InlineData("http://localhost:3000", "http://localhost:3000")]
    [InlineData("http://localhost:80", "http://localhost")]
    [InlineData("https://[::1]:8443", "https://[::1]:8443")]
    [InlineData("https://b\u00fccher.example", "https://xn--bcher-kva.example")]
    [InlineData("chrome-extension://abcdef", "chrome-extension://abcdef")]
    [InlineData("tauri://localhost", "tauri://localhost")]
    [InlineData("null", null)]
    [InlineData("*", null)]
    [InlineData("https://*.example.org", null)]
    [InlineData("example.org", null)]
    [InlineData("//example.org", null)]
    [InlineData("https://example.org/path", null)]
    [InlineData("https://example.org?query", null)]
    [InlineData("https://example.org#part", null)]
    [InlineData("https://me@example.org", null)]
    [InlineData("file:///etc/passwd", null)]
    [InlineData("data:text/html,x", null)]
    [InlineData("", null)]
    public void An_origin_is_read_as_browsers_write_it(string written, string? read) => Assert.Equal(read, Origins.Read(written));

    [Theory]
    [InlineData("", "localhost", true)]
    [InlineData("", "LOCALHOST", true)]
    [InlineData("", "127.8.9.1", true)]
    [InlineData("", "[::1]", true)]
    [InlineData("", "localhost.", false)]
    [InlineData("", "", false)]
    [InlineData("", "example.org", false)]
    [InlineData("", "10.0.0.1", false)]
    [InlineData("example.org", "Example.org", true)]
    [InlineData("example.org", "a.example.org", false)]
    [InlineData("example.org", "localhost", true)]
    [InlineData("*.example.org", "a.b.example.org", true)]
    [InlineData("*.example.org", "example.org", false)]
    [InlineData("*.example.org", "evilexample.org", false)]
    [InlineData("*.example.org", ".example.org", false)]
    [InlineData("10.0.0.1, ::2", "10.0.0.1", true)]
    [InlineData("10.0.0.1, ::2", "[::2]", true)]
    [InlineData("*", "whatever", true)]
    public void A_name_is_in_the_list_or_not(string list, string host, bool answered)
    {
        Assert.True(HostList.TryParse(list, out var entries));
        Assert.Equal(answered, HostList.Of(entries).Allows(host));
    }

    [Theory]
    [InlineData("example.org:80")]
    [InlineData("https://example.org")]
    [InlineData("a b")]
    [InlineData("*.")]
    [InlineData("*example.org")]
    [InlineData("a.*.example.org")]
    [InlineData("good.example,bad/example")]
    public void What_is_no_name_is_no_entry(string list) => Assert.False(HostList.TryParse(list, out _));

    [Theory]
    [InlineData("http", "localhost:80", "http://localhost", EdgeVerdict.Pass)]
    [InlineData("https", "localhost:443", "https://localhost", EdgeVerdict.Pass)]
    [InlineData("https", "localhost:80", "https://localhost", EdgeVerdict.OriginRefused)]
    [InlineData("https", "localhost:80", "https://localhost:80", EdgeVerdict.Pass)]
    [InlineData("http", "localhost", "http://localhost", EdgeVerdict.Pass)]
    [InlineData("http", "localhost", "https://localhost", EdgeVerdict.OriginRefused)]
    [InlineData("http", "somewhere", "http://somewhere", EdgeVerdict.OriginRefused)]
    [InlineData("http", "10.0.0.1:8000", "http://10.0.0.1:8000", EdgeVerdict.Pass)]
    [InlineData("http", "localhost", "http://listed.example", EdgeVerdict.PassAcross)]
    [InlineData("http", "localhost", "http://listed.example:80", EdgeVerdict.OriginRefused)]
    [InlineData("http", "localhost", "https://own.example", EdgeVerdict.Pass)]
    public void A_page_is_from_here_only_by_a_name_that_nobody_else_can_have(string scheme, string host, string origin, EdgeVerdict verdict)
    {
        var policy = new EdgePolicy(HostList.Of(["*"]), ["https://own.example"], ["http://listed.example"]);
        Assert.Equal(verdict, policy.Judge(new EdgeRequest("POST", scheme, new HostString(host), origin, default, AsksFirst: false, IsProbe: false, IsOpen: false)));
    }
}
