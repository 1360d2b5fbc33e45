using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using CodexA2A.Api.Tests.Support;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Tests.Grpc;

/// <summary>Where gRPC listens, and what the card says of it (contracts.md §9).</summary>
public sealed class GrpcAddressTests
{
    [Fact]
    public async Task The_card_names_gRPC_only_while_it_is_on()
    {
        await using (var without = await ApiHost.StartAsync())
        {
            Assert.DoesNotContain(await InterfacesAsync(without), IsGrpc);
        }

        await using var host = await GrpcHost.StartAsync();
        Assert.Equal($"GRPC {host.Api.GrpcUrl["http://".Length..]} 1.0", Grpc(await InterfacesAsync(host.Api)));
        Assert.NotEqual(host.Api.BaseUrl, host.Api.GrpcUrl);
        Assert.Equal(StatusCode.NotFound, (await host.Client.GetAsync("x")).Code);
    }

    [Theory]
    [InlineData("A2A:GrpcPublicUrl", "codex.example.org:443", "codex.example.org:443")]
    [InlineData("A2A:PublicUrl", "https://codex.example.org/agent", "codex.example.org:{port}")]
    public async Task Behind_a_proxy_the_card_names_the_address_outside(string key, string value, string expected)
    {
        await using var host = await GrpcHost.StartAsync(new() { [key] = value });
        var port = new Uri(host.Api.GrpcUrl).Port;
        Assert.Equal($"GRPC {expected.Replace("{port}", port.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal)} 1.0", Grpc(await InterfacesAsync(host.Api)));
    }

    [Fact]
    public async Task The_port_of_its_own_is_nothing_for_HTTP_1_and_the_other_nothing_for_gRPC()
    {
        await using var host = await ApiHost.StartAsync(new() { ["A2A:GrpcPort"] = "0", ["urls"] = "http://127.0.0.1:0" });
        Assert.Equal(HttpStatusCode.OK, (await host.Http.GetAsync(new Uri("/ready", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await host.Http.GetAsync(new Uri(host.GrpcUrl + "/ready"), TestContext.Current.CancellationToken)).StatusCode);
        using var right = new GrpcClient(host.GrpcUrl);
        Assert.Equal(StatusCode.NotFound, (await right.GetAsync("x")).Code);
        using var wrong = new GrpcClient(host.BaseUrl);
        Assert.Equal(StatusCode.Internal, (await wrong.RawAsync(Methods.GetTask, [])).Code);
    }

    [Fact]
    public async Task Endpoints_of_the_servers_own_settings_are_kept()
    {
        await using var host = await ApiHost.StartAsync(new() { ["A2A:GrpcPort"] = "0", ["Kestrel:Endpoints:Zebra:Url"] = "http://127.0.0.1:0" });
        Assert.Equal(HttpStatusCode.OK, (await host.Http.GetAsync(new Uri("/ready", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);
        using var grpc = new GrpcClient(host.GrpcUrl);
        Assert.Equal(StatusCode.NotFound, (await grpc.GetAsync("x")).Code);
        Assert.StartsWith($"JSONRPC {host.BaseUrl}", (await InterfacesAsync(host))[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_TLS_it_shares_the_port()
    {
        var folder = Directory.CreateTempSubdirectory("a2a-tls-").FullName;
        try
        {
            await using var host = await ApiHost.StartAsync(new()
            {
                ["Kestrel:Endpoints:Tls:Url"] = "https://127.0.0.1:0",
                ["Kestrel:Endpoints:Tls:Certificate:Path"] = Certificate(folder),
                ["Kestrel:Endpoints:Tls:Certificate:Password"] = "of-the-test",
            });
            using var handler = Trusting();
            using var plain = Trusting();
            using var grpc = new GrpcClient(host.BaseUrl, handler: handler);
            Assert.Equal((StatusCode.NotFound, "TASK_NOT_FOUND"), ((await grpc.GetAsync("x")).Code, (await grpc.GetAsync("x")).Reason));
            using var http = new HttpClient(plain, disposeHandler: false) { BaseAddress = new Uri(host.BaseUrl) };
            var card = JsonNode.Parse(await http.GetStringAsync(new Uri("/.well-known/agent-card.json", UriKind.Relative), TestContext.Current.CancellationToken))!;
            Assert.Equal(host.BaseUrl["https://".Length..], (string?)card["supportedInterfaces"]!.AsArray().Single(one => (string)one!["protocolBinding"]! == "GRPC")!["url"]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("A2A:GrpcPort", "70000", "A2A:GrpcPort must be between")]
    [InlineData("A2A:GrpcPublicUrl", "https://example.org", "A2A:GrpcPublicUrl must be a host and a port")]
    [InlineData("A2A:GrpcPublicUrl", "example.org", "A2A:GrpcPublicUrl must be a host and a port")]
    [InlineData("A2A:GrpcPublicUrl", "example.org:0", "A2A:GrpcPublicUrl must be a host and a port")]
    [InlineData("A2A:Port", "50051", "A2A:GrpcPort is the port of the service, 50051")]
    [InlineData("A2A:AllowAnonymous", "true", "A2A:AllowAnonymous is only possible on loopback")]
    [InlineData("A2A:Host", "mistyped", "is no address: mistyped")]
    public async Task A_bad_setting_stops_the_start(string key, string value, string message)
    {
        var settings = new Dictionary<string, string?> { ["A2A:GrpcPort"] = "50051", ["A2A:Host"] = key == "A2A:AllowAnonymous" ? "0.0.0.0" : "127.0.0.1" };
        if (key == "A2A:AllowAnonymous") settings["urls"] = "http://127.0.0.1:0";
        settings[key] = value;
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => ApiHost.StartAsync(settings));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private static async Task<string[]> InterfacesAsync(ApiHost host)
    {
        var card = JsonNode.Parse(await host.Http.GetStringAsync(new Uri("/.well-known/agent-card.json", UriKind.Relative), TestContext.Current.CancellationToken))!;
        return [.. card["supportedInterfaces"]!.AsArray().Select(one => $"{one!["protocolBinding"]} {one["url"]} {one["protocolVersion"]}")];
    }

    private static string Grpc(IEnumerable<string> interfaces) => interfaces.Single(IsGrpc);

    private static bool IsGrpc(string one) => one.StartsWith("GRPC ", StringComparison.Ordinal);

    private static SocketsHttpHandler Trusting() =>
        new() { SslOptions = { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.Subject == "CN=localhost" } };

    private static string Certificate(string folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var path = Path.Combine(folder, "tls.pfx");
        File.WriteAllBytes(path, certificate.Export(X509ContentType.Pfx, "of-the-test"));
        return path;
    }
}
