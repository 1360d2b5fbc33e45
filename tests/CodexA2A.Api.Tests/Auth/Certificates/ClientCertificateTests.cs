using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using CodexA2A.Api.Auth;
using CodexA2A.Api.Auth.Certificates;
using CodexA2A.Api.Hosting;
using CodexA2A.Api.Tests.Support;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Tests.Auth.Certificates;

public sealed class ClientCertificateTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("a2a-certificates-").FullName;
    private readonly TestAuthority authority = new("authority");
    private readonly TestAuthority stranger = new("authority");

    public void Dispose()
    {
        authority.Dispose();
        stranger.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_certificate_of_the_authority_is_a_caller_and_any_other_does_not_even_connect()
    {
        await using var host = await StartAsync("allow");
        using (var good = authority.Issue("CN=alice")) Assert.Equal(HttpStatusCode.OK, await AskAsync(host, good));
        // Not the alice of a token, and not the one of another name.
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(host, null));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(host, null, ApiHost.Alice));
        using var wrong = authority.Issue("CN=alice", forServers: true);
        using var expired = authority.Issue("CN=alice", until: DateTimeOffset.UtcNow.AddHours(-1));
        using var early = authority.Issue("CN=alice", from: DateTimeOffset.UtcNow.AddHours(1));
        using var foreign = stranger.Issue("CN=alice");
        foreach (var bad in (X509Certificate2[])[wrong, expired, early, foreign])
        {
            await Assert.ThrowsAnyAsync<HttpRequestException>(() => AskAsync(host, bad));
        }

        var card = await CardAsync(host, null);
        Assert.NotNull(card["securitySchemes"]!["clientCertificate"]!["mtlsSecurityScheme"]);
        Assert.Contains("""{"schemes":{"clientCertificate":{}}}""", card["securityRequirements"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_one_is_required_nobody_connects_without_it_and_a_token_goes_before_it()
    {
        await using var host = await StartAsync("require");
        using var good = authority.Issue("CN=machine");
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => AskAsync(host, null, ApiHost.Alice));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(host, good, ApiHost.Alice));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(host, good, "a-wrong-token"));
        var card = await CardAsync(host, good);
        Assert.Equal("""[{"schemes":{"bearerAuth":{},"clientCertificate":{}}},{"schemes":{"clientCertificate":{}}}]""", card["securityRequirements"]!.ToJsonString());
    }

    [Fact]
    public async Task The_start_is_refused_where_the_server_would_let_in_who_has_none()
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync("require", ("Kestrel:Endpoints:Tls:ClientCertificateMode", "AllowCertificate")));
        Assert.Contains("Remove it, or set it to RequireCertificate.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_items_name_certificates_no_other_is_a_caller()
    {
        using var byName = authority.Issue("CN=a", dns: "runner.example");
        using var byPrint = authority.Issue("CN=b");
        using var other = authority.Issue("CN=c");
        var items = new JsonArray(
            new JsonObject { ["scheme"] = "certificate", ["certificate"] = "runner.example", ["principal"] = "alice" },
            new JsonObject { ["scheme"] = "certificate", ["certificate"] = CertificateNames.Fingerprint(byPrint), ["principal"] = "bob" });
        await using var host = await StartAsync("allow", ("A2A:StaticAuthCredentials", items.ToJsonString()));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(host, byName));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(host, byPrint));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(host, other));
    }

    [Fact]
    public void The_last_listed_certificate_is_turned_off_and_lets_nobody_in()
    {
        using var certificate = authority.Issue("CN=alice");
        const string Off = """[{"scheme":"certificate","certificate":"alice","principal":"alice","enabled":false}]""";
        var table = new CredentialTable(CredentialReader.Read(new A2AOptions { StaticAuthCredentials = Off }));
        Assert.Null(CertificateCallers.Find(certificate, table, DateTimeOffset.UtcNow));
        Assert.Null(CertificateCallers.Find(certificate, new CredentialTable([], listedCertificates: true), DateTimeOffset.UtcNow));
    }

    [Fact]
    public void No_name_in_a_certificate_stands_for_a_fingerprint()
    {
        using var pinned = authority.Issue("CN=alice");
        using var other = authority.Issue("O=example", uri: CertificateNames.Fingerprint(pinned));
        var item = $$"""[{"scheme":"certificate","certificate":"{{CertificateNames.Fingerprint(pinned)}}","principal":"alice"}]""";
        var table = new CredentialTable(CredentialReader.Read(new A2AOptions { StaticAuthCredentials = item }));
        Assert.NotNull(CertificateCallers.Find(pinned, table, DateTimeOffset.UtcNow));
        Assert.Null(CertificateCallers.Find(other, table, DateTimeOffset.UtcNow));
    }

    [Theory]
    [InlineData("CN=alice", null, null, "alice")]
    [InlineData("CN=alice, O=example", "a.example", null, "a.example")]
    [InlineData("CN=alice", "a.example", "spiffe://example/agent", "spiffe://example/agent|a.example")]
    [InlineData("O=example", null, null, "")]
    [InlineData("CN=alice, CN=bob", null, null, "")]
    public void The_names_of_a_certificate_are_its_uris_its_hosts_and_its_common_name(string subject, string? dns, string? uri, string expected)
    {
        using var certificate = authority.Issue(subject, dns, uri);
        Assert.Equal(expected, string.Join('|', CertificateNames.Of(certificate)));
    }

    [Fact]
    public void A_caller_by_certificate_ends_with_it_and_has_a_name_that_no_token_has()
    {
        using var certificate = authority.Issue("CN=alice", uri: "spiffe://example/agent");
        var login = CertificateCallers.Find(certificate, new CredentialTable([]), DateTimeOffset.UtcNow)!;
        Assert.Equal("cert:spiffe://example/agent", login.Caller!.Owner.Principal);
        Assert.Equal(certificate.NotAfter.ToUniversalTime(), login.Until!.Value.UtcDateTime);
        Assert.Null(CertificateCallers.Find(certificate, new CredentialTable([]), login.Until.Value));
        using var nameless = authority.Issue("O=example");
        Assert.Null(CertificateCallers.Find(nameless, new CredentialTable([]), DateTimeOffset.UtcNow));
    }

    private async Task<ApiHost> StartAsync(string mode, params (string Key, string Value)[] more)
    {
        var (server, authorities) = (Path.Combine(folder, "server.pfx"), Path.Combine(folder, "authorities.pem"));
        using (var certificate = authority.Issue("CN=server", forServers: true)) await File.WriteAllBytesAsync(server, certificate.Export(X509ContentType.Pkcs12), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(authorities, authority.Pem, TestContext.Current.CancellationToken);
        var settings = new Dictionary<string, string?>
        {
            ["Kestrel:Endpoints:Tls:Url"] = "https://127.0.0.1:0",
            ["Kestrel:Endpoints:Tls:Certificate:Path"] = server,
            ["A2A:ClientCertificates"] = mode,
            ["A2A:ClientAuthorityFile"] = authorities,
        };
        foreach (var (key, value) in more) settings[key] = value;
        return await ApiHost.StartAsync(settings);
    }

    private static async Task<HttpStatusCode> AskAsync(ApiHost host, X509Certificate2? certificate, string? token = null)
    {
        using var http = Client(host, certificate);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/tasks");
        if (token is not null) request.Headers.Authorization = new("Bearer", token);
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    private static async Task<JsonNode> CardAsync(ApiHost host, X509Certificate2? certificate)
    {
        using var http = Client(host, certificate);
        return JsonNode.Parse(await http.GetStringAsync(new Uri("/.well-known/agent-card.json", UriKind.Relative), TestContext.Current.CancellationToken))!;
    }

    private static HttpClient Client(ApiHost host, X509Certificate2? certificate)
    {
        var ssl = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = static (_, server, _, _) => server?.Subject == "CN=server",
            ClientCertificateContext = certificate is null ? null : SslStreamCertificateContext.Create(certificate, null),
        };
        return new HttpClient(new SocketsHttpHandler { SslOptions = ssl }) { BaseAddress = new Uri(host.BaseUrl), Timeout = TimeSpan.FromSeconds(60) };
    }
}
