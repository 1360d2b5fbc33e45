using CodexA2A.Api.Tests.Support;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Tests.Hosting;

public sealed class OptionsTests
{
    [Theory]
    [InlineData("A2A:Port", "70000", "A2A:Port must be between")]
    [InlineData("A2A:PublicUrl", "example.org", "A2A:PublicUrl must be an absolute")]
    [InlineData("A2A:HeartbeatInterval", "01:00:00", "A2A:HeartbeatInterval must be between")]
    [InlineData("A2A:RequestBodyMaxBytes", "1", "A2A:RequestBodyMaxBytes must be between")]
    [InlineData("A2A:Title", "", "A2A:Title is empty")]
    [InlineData("A2A:ModelSource", "made-up", "A2A:ModelSource must be scripted")]
    [InlineData("A2A:StaticAuthCredentials", "[null]", "A2A:StaticAuthCredentials[0]: is null")]
    [InlineData("A2A:StaticAuthCredentials", "{", "A2A:StaticAuthCredentials is not a JSON array")]
    [InlineData("A2A:StaticAuthCredentials", """[{"scheme":"digest"}]""", "A2A:StaticAuthCredentials[0]: scheme must be bearer or basic")]
    [InlineData("A2A:StaticAuthCredentials", """[{"scheme":"bearer","token":"12345678"}]""", "principal is missing")]
    [InlineData("A2A:StaticAuthCredentials", """[{"scheme":"bearer","token":"1234","principal":"p"}]""", "the token is shorter")]
    [InlineData("A2A:StaticAuthCredentials", """[{"scheme":"basic","username":"u","password":"12345678","principal":"p"}]""", "not token and principal")]
    [InlineData("A2A:StaticAuthCredentials", """[{"scheme":"bearer","token":"alice-secret-token","principal":"p"}]""", "the same secret is given twice")]
    [InlineData("A2A:BearerTokens:carol", "short", "A2A:BearerTokens:carol: the token is shorter")]
    [InlineData("Kestrel:Endpoints:Open:Url", "http://127.0.0.1:0", null)]
    [InlineData("Kestrel:Endpoints:Open:Url", "http://0.0.0.0:0", "http://0.0.0.0:0 without TLS")]
    [InlineData("A2A:Host", "192.0.2.1", "Set A2A:BehindProxy=true (A2A_BEHIND_PROXY) if")]
    [InlineData("A2A:ApiKeyHeader", "Authorization", "A2A:ApiKeyHeader must be")]
    [InlineData("A2A:AllowedOrigins", "*", "A2A:AllowedOrigins must be origins")]
    [InlineData("A2A:AllowedOrigins", "null", "A2A:AllowedOrigins must be origins")]
    [InlineData("A2A:AllowedOrigins", "https://*.example.org", "A2A:AllowedOrigins must be origins")]
    [InlineData("A2A:AllowedOrigins", "https://example.org/app", "A2A:AllowedOrigins must be origins")]
    [InlineData("A2A:AllowedOrigins", "https://a.example,example.org", "A2A:AllowedOrigins must be origins")]
    [InlineData("A2A:AllowedHosts", "example.org:443", "A2A:AllowedHosts must be host names")]
    [InlineData("A2A:AllowedHosts", "https://example.org", "A2A:AllowedHosts must be host names")]
    [InlineData("A2A:AllowedHosts", "exa*mple.org", "A2A:AllowedHosts must be host names")]
    [InlineData("A2A:KnownProxies", "proxy.example.org", "A2A:KnownProxies must be addresses")]
    [InlineData("A2A:KnownProxies", "10.0.0.0/40", "A2A:KnownProxies must be addresses")]
    [InlineData("A2A:KnownProxies", "*", "A2A:KnownProxies must be addresses")]
    [InlineData("A2A:RequestsPerMinute", "-1", "A2A:RequestsPerMinute must be")]
    [InlineData("A2A:RequestsPerMinutePerAddress", "-1", "A2A:RequestsPerMinutePerAddress must be")]
    [InlineData("A2A:RequestBurst", "-1", "A2A:RequestBurst must be")]
    [InlineData("A2A:MaxConcurrentCalls", "-1", "A2A:MaxConcurrentCalls must be")]
    [InlineData("A2A:MaxStreams", "1000001", "A2A:MaxStreams must be")]
    [InlineData("A2A:StreamMaxDuration", "41.00:00:00", "A2A:StreamMaxDuration must be")]
    [InlineData("A2A:StreamMaxBytes", "-1", "A2A:StreamMaxBytes must be")]
    [InlineData("A2A:MaxTurnsPerPrincipal", "-1", "A2A:MaxTurnsPerPrincipal must be")]
    [InlineData("A2A:FailedLoginsPerMinute", "-1", "A2A:FailedLoginsPerMinute must be")]
    [InlineData("A2A:ClientCertificates", "on", "A2A:ClientCertificates must be off, allow or require")]
    [InlineData("A2A:ClientCertificates", "allow", "no endpoint is https")]
    [InlineData("A2A:ClientCertificates", "require", "A2A:ClientAuthorityFile is missing")]
    [InlineData("A2A:Jwt:Authority", "http://login.example.org", "A2A:Jwt:Authority must be an https URL")]
    [InlineData("A2A:Jwt:Authority", "https://login.example.org", "A2A:Jwt:Audience is missing")]
    [InlineData("A2A:Jwt:Audience", "codex", "A2A:Jwt has an issuer or an audience but no keys")]
    [InlineData("A2A:Jwt:KeysFile", "/nonexistent/keys", "A2A:Jwt:Issuer is missing")]
    [InlineData("A2A:Jwt:Algorithms", "", "A2A:Jwt:Algorithms is empty")]
    [InlineData("A2A:Jwt:ClockSkew", "01:00:00", "A2A:Jwt:ClockSkew must be between")]
    public async Task A_bad_setting_stops_the_start_and_says_how_to_fix_it(string key, string value, string? message)
    {
        if (message is null)
        {
            await using var host = await ApiHost.StartAsync(new() { [key] = value });
            return;
        }

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => ApiHost.StartAsync(new() { [key] = value }));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message.Replace("the same secret", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:0", "false", "without any credential")]
    [InlineData("http://0.0.0.0:0", "false", "without any credential")]
    [InlineData("http://0.0.0.0:0", "true", "A2A:AllowAnonymous is only possible on loopback")]
    [InlineData("http://127.0.0.1:0", "true", null)]
    public async Task Nobody_gets_in_without_a_credential_by_mistake(string url, string anonymous, string? message)
    {
        var settings = new Dictionary<string, string?>
        {
            ["urls"] = url,
            ["A2A:AllowAnonymous"] = anonymous,
        };
        if (message is null)
        {
            await using var host = await ApiHost.StartAsync(settings, tokens: false);
            return;
        }

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => ApiHost.StartAsync(settings, tokens: false));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://0.0.0.0:0", "false", false)]
    [InlineData("http://0.0.0.0:0", "true", true)]
    [InlineData("http://127.0.0.1:0;http://[::]:0", "false", false)]
    [InlineData("http://127.0.0.1:0;http://[::1]:0", "false", true)]
    public async Task No_token_crosses_a_network_in_the_clear_by_mistake(string urls, string proxy, bool starts)
    {
        var settings = new Dictionary<string, string?> { ["urls"] = urls, ["A2A:BehindProxy"] = proxy };
        if (starts)
        {
            await using var host = await ApiHost.StartAsync(settings);
            return;
        }

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => ApiHost.StartAsync(settings));
        Assert.Contains("without TLS, where everybody on the way can read tokens", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1:0 ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HS256")]
    [InlineData("ES256, none")]
    [InlineData("es256")]
    public async Task An_algorithm_that_takes_a_shared_secret_or_none_is_refused(string algorithms)
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => ApiHost.StartAsync(
            new() { ["A2A:Jwt:Authority"] = "https://login.example.org", ["A2A:Jwt:Audience"] = "codex", ["A2A:Jwt:Algorithms"] = algorithms }));
        Assert.Contains("A2A:Jwt:Algorithms has", error.Message, StringComparison.Ordinal);
    }
}
