using CodexA2A.ServiceDefaults.Hosting;
using Microsoft.Extensions.Configuration;

namespace CodexA2A.ServiceDefaults.Tests;

public sealed class BindAddressesTests
{
    private static readonly BindInputs Nothing = new(null, null, null, [], "127.0.0.1", 8000, "A2A:Host (A2A_HOST, --host)", "A2A:Port (A2A_PORT, --port)");

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
        Assert.Equal("Kestrel:Endpoints", BindAddresses.Resolve(all).PortSetting);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ; ")]
    public void Ports_that_are_set_to_nothing_are_not_set(string ports)
    {
        // An image clears so what its base image set; what a host sets itself (HTTP_PORTS) comes later and wins.
        var host = new ConfigurationBuilder().AddInMemoryCollection([new("HTTP_PORTS", ports), new("HTTPS_PORTS", ports), new("URLS", "")]);
        Assert.Equal(["http://0.0.0.0:8001"], Read(host.Build()).Addresses);
        Assert.Equal(["http://*:8080"], Read(host.AddInMemoryCollection([new("HTTP_PORTS", "8080")]).Build()).Addresses);

        static BindAddresses Read(IConfiguration configuration) => BindAddresses.Resolve(BindInputs.Read(configuration, "0.0.0.0", 8001, "host", "port"));
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

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("::1")]
    [InlineData("[::]")]
    [InlineData("localhost")]
    [InlineData("*")]
    [InlineData("+")]
    public void Addresses_are_taken(string host) => Assert.Null(BindAddresses.Resolve(Nothing with { Host = host }).Problem);

    [Theory]
    [InlineData("127.0.0.l")]
    [InlineData("locahost")]
    [InlineData("not.a.host")]
    [InlineData("127.0.0.1:9000")]
    [InlineData("http://127.0.0.1")]
    public void A_name_that_the_server_would_take_for_every_address_is_refused(string host) =>
        Assert.Contains($"A2A:Host (A2A_HOST, --host) is no address: {host}.", BindAddresses.Resolve(Nothing with { Host = host }).Problem, StringComparison.Ordinal);

    [Theory]
    [InlineData("http://127.0.0.1:80;http://locahost:81", "http://locahost:81")]
    [InlineData("nonsense", "nonsense")]
    [InlineData("http://*:80;http://[::1]:81;http://unix:/run/a2a.sock", null)]
    public void So_is_one_in_a_list_of_urls(string urls, string? named)
    {
        var problem = BindAddresses.Resolve(Nothing with { Urls = urls }).Problem;
        Assert.True(named is null ? problem is null : problem!.Contains($"would listen on {named} (", StringComparison.Ordinal), problem);
        Assert.Equal(problem, BindAddresses.Resolve(Nothing with { KestrelEndpoints = urls.Split(';') }).Problem);
    }
}
