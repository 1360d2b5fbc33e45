using System.Net;
using System.Text.Json.Nodes;
using CodexA2A.Api.OpenApi;
using CodexA2A.Api.Tests.Support;
using CodexA2A.Protocol.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace CodexA2A.Api.Tests.OpenApi;

public sealed class OpenApiTests
{
    [Fact]
    public async Task Everybody_may_read_it_and_keep_it()
    {
        await using var host = await ApiHost.StartAsync();
        using var first = await host.Http.GetAsync("/openapi.json", TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.OK, "application/json"), (first.StatusCode, first.Content.Headers.ContentType!.ToString()));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/openapi.json");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Fact]
    public async Task It_says_what_the_card_says()
    {
        await using var host = await ApiHost.StartAsync(new() { ["A2A:Title"] = "My agent", ["A2A:RequiredExtensions:0"] = "urn:a2a:stream-hints/v1", ["A2A:DocumentationUrl"] = "https://docs.example.org" });
        var document = await ReadAsync(host);
        var card = JsonNode.Parse(await host.Http.GetStringAsync("/.well-known/agent-card.json", TestContext.Current.CancellationToken))!;
        Assert.Equal(("3.1.0", "My agent", host.BaseUrl), ((string)document["openapi"]!, (string)document["info"]!["title"]!, (string)document["servers"]![0]!["url"]!));
        Assert.Equal("https://docs.example.org", (string)document["externalDocs"]!["url"]!);
        Assert.Equal(("http", "bearer"), ((string)document["components"]!["securitySchemes"]!["bearerAuth"]!["type"]!, (string)document["components"]!["securitySchemes"]!["bearerAuth"]!["scheme"]!));
        Assert.Equal("bearerAuth", document["security"]!.AsArray().Single()!.AsObject().Single().Key);
        foreach (var (described, shown) in document["x-a2a-extensions"]!.AsArray().Zip(card["capabilities"]!["extensions"]!.AsArray()))
        {
            Assert.Equal(((string)shown!["uri"]!, shown["required"] is not null), ((string)described!["uri"]!, (bool)described["required"]!));
            Assert.True(JsonNode.DeepEquals(shown["params"], described["params"]));
        }
    }

    [Fact]
    public void Every_kind_of_security_is_written_as_OpenAPI_does()
    {
        var schemes = new Dictionary<string, SecurityScheme>
        {
            ["key"] = new() { ApiKeySecurityScheme = new() { Location = "header", Name = "X-Key" } },
            ["jwt"] = new() { HttpAuthSecurityScheme = new() { Scheme = "Bearer", BearerFormat = "JWT" } },
            ["oidc"] = new() { OpenIdConnectSecurityScheme = new() { OpenIdConnectUrl = "u" } },
            ["mtls"] = new() { MtlsSecurityScheme = new() },
        };
        Assert.Equal(
            """{"key":{"type":"apiKey","in":"header","name":"X-Key"},"jwt":{"type":"http","scheme":"bearer","bearerFormat":"JWT"},"oidc":{"type":"openIdConnect","openIdConnectUrl":"u"},"mtls":{"type":"mutualTLS"}}""",
            OpenApiSecurity.Schemes(schemes).ToJsonString());
        var both = new SecurityRequirement { Schemes = new Dictionary<string, StringList> { ["key"] = new(), ["mtls"] = new() } };
        Assert.Equal("""[{"key":[],"mtls":[]}]""", OpenApiSecurity.Requirements([both]).ToJsonString());
    }

    [Fact]
    public async Task It_has_every_route_and_no_other()
    {
        await using var host = await ApiHost.StartAsync();
        var mapped = host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => IsRest(endpoint.RoutePattern))
            .SelectMany(endpoint => endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods.Select(method => $"{method} {endpoint.RoutePattern.RawText}"))
            .ToHashSet();
        // One route takes every verb behind the id.
        var described = (await ReadAsync(host))["paths"]!.AsObject()
            .SelectMany(path => path.Value!.AsObject().Select(operation => $"{operation.Key.ToUpperInvariant()} {path.Key.Split(':') switch
            {
                ["/tasks/{id}", _] => "/tasks/{id}",
                _ => path.Key,
            }}"))
            .ToHashSet();
        Assert.True(mapped.Count > 8);
        Assert.Equal(mapped.Order(), described.Order());
    }

    [Fact]
    public async Task Every_reference_leads_somewhere_and_every_schema_is_used()
    {
        await using var host = await ApiHost.StartAsync();
        var document = await ReadAsync(host);
        var references = References(document).ToHashSet();
        Assert.All(references, reference => Assert.NotNull(new SchemaCheck(document).Resolve(reference)));
        Assert.Equal(document["components"]!["schemas"]!.AsObject().Select(schema => "#/components/schemas/" + schema.Key), references.Where(one => one.Contains("/schemas/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Equal(RestOperations.All.Count, RestOperations.All.Select(operation => operation.Id).Distinct().Count());
    }

    [Fact]
    public void Exactly_one_of_the_alternatives_is_a_rule_of_the_contracts()
    {
        Holds<Part>();
        Holds<StreamResponse>();
        Holds<SendMessageResponse>();
        Holds<SecurityScheme>();
        Holds<OAuthFlows>();

        static void Holds<T>()
        {
            var error = Assert.ThrowsAny<System.Text.Json.JsonException>(() => A2AJson.Deserialize<T>("{}"u8));
            Assert.Contains("exactly one of " + string.Join(", ", Alternatives.Of(typeof(T))!), error.Message, StringComparison.Ordinal);
        }
    }

    internal static async Task<JsonNode> ReadAsync(ApiHost host) =>
        JsonNode.Parse(await host.Http.GetStringAsync("/openapi.json", TestContext.Current.CancellationToken))!;

    private static bool IsRest(RoutePattern pattern) => pattern.RawText is { } text
        && (text.StartsWith("/message:", StringComparison.Ordinal) || text.StartsWith("/tasks", StringComparison.Ordinal) || text == "/extendedAgentCard");

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => member.Key == "$ref" ? [(string)member.Value!] : References(member.Value)),
        JsonArray items => items.SelectMany(References),
        _ => [],
    };
}
