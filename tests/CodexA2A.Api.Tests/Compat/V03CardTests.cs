using System.Text.Json.Nodes;
using CodexA2A.Api.Compat.V03.Translators;
using CodexA2A.Api.Tests.Support;

namespace CodexA2A.Api.Tests.Compat;

/// <summary>The card of A2A 0.3, and which card who gets.</summary>
public sealed class V03CardTests
{
    private const string WellKnown = "/.well-known/agent-card.json";
    private static readonly string[] Legacy = ["protocolVersion", "url", "preferredTransport", "additionalInterfaces", "supportsAuthenticatedExtendedCard", "security"];

    [Theory]
    [InlineData(null, true, true, true)]
    [InlineData("1.0", true, true, false)]
    [InlineData("1.0.3", true, true, false)]
    [InlineData("2.0", true, true, false)]
    [InlineData(null, false, true, false)]
    [InlineData(null, true, false, false)]
    [InlineData("0.3", true, false, false)]
    public async Task Who_gets_the_members_of_0_3(string? asked, bool fields, bool served, bool union)
    {
        await using var host = await ApiHost.StartAsync(new() { ["A2A:LegacyCardFields"] = $"{fields}", ["A2A:ServeV03"] = $"{served}" });
        var card = await CardAsync(host, WellKnown, asked);
        Assert.Equal(served ? ["1.0", "1.0", "0.3", "0.3"] : ["1.0", "1.0"], card["supportedInterfaces"]!.AsArray().Select(item => (string)item!["protocolVersion"]!));
        Assert.All(Legacy, name => Assert.Equal(union, card.ContainsKey(name)));
        Assert.NotNull(card["securitySchemes"]!["bearerAuth"]!["httpAuthSecurityScheme"]);
    }

    [Theory]
    [InlineData(WellKnown, "0.3")]
    [InlineData(WellKnown, "0.3.0")]
    [InlineData("/.well-known/agent.json", null)]
    public async Task A_client_of_0_3_gets_its_card(string path, string? asked)
    {
        await using var host = await ApiHost.StartAsync();
        var card = await CardAsync(host, path, asked);
        Assert.Equal(("0.3.0", host.BaseUrl, "JSONRPC"), ((string?)card["protocolVersion"], (string?)card["url"], (string?)card["preferredTransport"]));
        Assert.Equal((host.BaseUrl, "HTTP+JSON"), ((string?)card["additionalInterfaces"]![0]!["url"], (string?)card["additionalInterfaces"]![0]!["transport"]));
        Assert.Equal("""{"bearerAuth":{"type":"http","scheme":"Bearer"}}""", card["securitySchemes"]!.ToJsonString());
        Assert.Equal("""[{"bearerAuth":[]}]""", card["security"]!.ToJsonString());
        Assert.All(["supportedInterfaces", "securityRequirements", "signatures"], name => Assert.False(card.ContainsKey(name)));
        Assert.Null(card["capabilities"]!["extendedAgentCard"]);
    }

    [Fact]
    public async Task Each_card_has_its_tag()
    {
        await using var host = await ApiHost.StartAsync();
        var tags = new HashSet<string>();
        foreach (var asked in new[] { null, "1.0", "0.3" })
        {
            using var request = V03Call.Request(HttpMethod.Get, WellKnown).With("A2A-Version", asked);
            using var response = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(["A2A-Version"], response.Headers.Vary);
            tags.Add(response.Headers.ETag!.Tag);
        }

        Assert.Equal(3, tags.Count);
    }

    [Fact]
    public async Task The_extended_card_comes_in_the_shape_of_its_binding()
    {
        await using var host = await ApiHost.StartAsync();
        var rpc = await host.RpcAsync("agent/getAuthenticatedExtendedCard", null);
        Assert.Equal("http", (string?)rpc["securitySchemes"]!["bearerAuth"]!["type"]);
        Assert.Contains("a2a.interrupt.permission.reply", rpc["capabilities"]!.ToJsonString(), StringComparison.Ordinal);
        var (_, rest) = await host.SendAsync(V03Call.Request(HttpMethod.Get, "/v1/card"));
        Assert.Equal("Bearer", (string?)rest["securitySchemes"]!["bearerAuth"]!["httpAuthSecurityScheme"]!["scheme"]);
        Assert.Equal("""[{"schemes":{"bearerAuth":{}}}]""", rest["security"]!.ToJsonString());
        Assert.True((bool)rest["supportsAuthenticatedExtendedCard"]!);
    }

    [Fact]
    public void Every_kind_of_security_is_written_as_0_3_does()
    {
        var schemes = JsonNode.Parse("""
            {
              "key": {"apiKeySecurityScheme": {"location": "header", "name": "X-Key", "description": "d"}},
              "http": {"httpAuthSecurityScheme": {"scheme": "Bearer", "bearerFormat": "JWT"}},
              "oauth": {"oauth2SecurityScheme": {"flows": {"authorizationCode": {"authorizationUrl": "a", "tokenUrl": "t", "scopes": {"s": "d"}, "pkceRequired": true}}}},
              "oidc": {"openIdConnectSecurityScheme": {"openIdConnectUrl": "u"}},
              "mtls": {"mtlsSecurityScheme": {}}
            }
            """)!.AsObject();
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""
                {
                  "key": {"type": "apiKey", "in": "header", "name": "X-Key", "description": "d"},
                  "http": {"type": "http", "scheme": "Bearer", "bearerFormat": "JWT"},
                  "oauth": {"type": "oauth2", "flows": {"authorizationCode": {"authorizationUrl": "a", "tokenUrl": "t", "scopes": {"s": "d"}}}},
                  "oidc": {"type": "openIdConnect", "openIdConnectUrl": "u"},
                  "mtls": {"type": "mutualTLS"}
                }
                """),
            SecurityTranslator.Schemes(schemes)));
    }

    private static async Task<JsonObject> CardAsync(ApiHost host, string path, string? asked) =>
        (await host.SendAsync(V03Call.Request(HttpMethod.Get, path).With("A2A-Version", asked))).Json;
}
