using CodexA2A.Api.Hosting;

namespace CodexA2A.Api.Tests.Hosting;

public sealed class BindAddressesTests
{
    private static readonly BindInputs Nothing = new(null, null, null, [], "127.0.0.1", 8000);

    [Fact]
    public void Host_and_port_are_used_only_when_nothing_else_is_set()
    {
        var bind = BindAddresses.Resolve(Nothing);
        Assert.Equal(["http://127.0.0.1:8000"], bind.Addresses);
        Assert.True(bind.FromOptions);
    }

    [Fact]
    public void The_order_is_endpoints_then_urls_then_ports()
    {
        var all = Nothing with { KestrelEndpoints = ["http://127.0.0.1:1"], Urls = "http://127.0.0.1:2;http://127.0.0.1:3", HttpPorts = "4;5" };
        Assert.Equal(["http://127.0.0.1:1"], BindAddresses.Resolve(all).Addresses);
        Assert.Equal(["http://127.0.0.1:2", "http://127.0.0.1:3"], BindAddresses.Resolve(all with { KestrelEndpoints = [] }).Addresses);
        Assert.Equal(["http://*:4", "http://*:5"], BindAddresses.Resolve(all with { KestrelEndpoints = [], Urls = "" }).Addresses);
        Assert.Equal(["https://*:6"], BindAddresses.Resolve(Nothing with { HttpsPorts = "6" }).Addresses);
        Assert.False(BindAddresses.Resolve(all).FromOptions);
    }

    [Theory]
    [InlineData("::1", 8000, "http://[::1]:8000")]
    [InlineData("[::]", 8000, "http://[::]:8000")]
    [InlineData("localhost", 0, "http://127.0.0.1:0")]
    [InlineData("localhost", 81, "http://localhost:81")]
    [InlineData("0.0.0.0", 80, "http://0.0.0.0:80")]
    public void Hosts_become_urls(string host, int port, string url) =>
        Assert.Equal([url], BindAddresses.Resolve(Nothing with { Host = host, Port = port }).Addresses);

    [Theory]
    [InlineData("http://127.0.0.1:80", true)]
    [InlineData("http://127.9.9.9:80", true)]
    [InlineData("http://localhost:80", true)]
    [InlineData("https://[::1]:80", true)]
    [InlineData("http://*:80", false)]
    [InlineData("http://+:80", false)]
    [InlineData("http://0.0.0.0:80", false)]
    [InlineData("http://[::]:80", false)]
    [InlineData("http://10.0.0.1:80", false)]
    [InlineData("http://localhost.example.org:80", false)]
    [InlineData("nonsense", false)]
    public void Loopback_is_told_apart(string url, bool loopback) => Assert.Equal(loopback, BindAddresses.IsLoopback(url));

    [Fact]
    public void One_open_address_makes_all_of_them_open() =>
        Assert.False(BindAddresses.Resolve(Nothing with { Urls = "http://127.0.0.1:1;http://0.0.0.0:2" }).LoopbackOnly);
}
