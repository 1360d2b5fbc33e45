using System.Net;
using System.Text.Json.Nodes;
using CodexA2A.Api.Tests.Support;

namespace CodexA2A.Api.Tests.Cards;

public sealed class CardTests
{
    private const string Path = "/.well-known/agent-card.json";

    [Fact]
    public async Task The_public_card_says_what_is_there_and_nothing_empty()
    {
        await using var host = await ApiHost.StartAsync();
        host.Http.DefaultRequestHeaders.TryAddWithoutValidation("A2A-Version", "1.0");
        var card = JsonNode.Parse(await host.Http.GetStringAsync(Path, TestContext.Current.CancellationToken))!.AsObject();
        Assert.Equal(
            [("JSONRPC", "1.0", host.BaseUrl), ("HTTP+JSON", "1.0", host.BaseUrl), ("JSONRPC", "0.3", host.BaseUrl), ("HTTP+JSON", "0.3", host.BaseUrl)],
            card["supportedInterfaces"]!.AsArray().Select(item => ((string)item!["protocolBinding"]!, (string)item["protocolVersion"]!, (string)item["url"]!)));
        Assert.True((bool)card["capabilities"]!["streaming"]!);
        Assert.True((bool)card["capabilities"]!["extendedAgentCard"]!);
        Assert.True((bool)card["capabilities"]!["pushNotifications"]!);
        Assert.Equal("codex.chat", (string)card["skills"]![0]!["id"]!);
        Assert.Equal("Bearer", (string)card["securitySchemes"]!["bearerAuth"]!["httpAuthSecurityScheme"]!["scheme"]!);
        Assert.Null(card["securitySchemes"]!["basicAuth"]);
        Assert.Equal(
            [
                "urn:codex-a2a:extension:session-binding:v1",
                "urn:codex-a2a:extension:stream-hints:v1",
                "urn:codex-a2a:extension:interactive-interrupt:v1",
                "urn:codex-a2a:extension:event-replay:v1",
                "urn:codex-a2a:extension:idempotency:v1",
                "urn:codex-a2a:extension:push-delivery:v1",
                "urn:codex-a2a:extension:model-selection:v1",
            ],
            card["capabilities"]!["extensions"]!.AsArray().Select(item => (string)item!["uri"]!));
        Assert.Empty(Empties(card, "$"));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("workspace-write", "Sandbox of its commands: workspace-write.")]
    [InlineData("danger-full-access", "Sandbox of its commands: danger-full-access (none).")]
    [InlineData("external", "Sandbox of its commands: external (none of Codex's; what the service runs in is the fence).")]
    public async Task The_card_names_the_sandbox(string? mode, string? sentence)
    {
        await using var host = await ApiHost.StartAsync(new() { ["A2A:SandboxMode"] = mode, ["A2A:Description"] = "An agent." });
        var card = JsonNode.Parse(await host.Http.GetStringAsync(Path, TestContext.Current.CancellationToken))!;
        Assert.Equal(sentence is null ? "An agent." : $"An agent. {sentence}", (string)card["description"]!);
    }

    [Fact]
    public async Task The_card_is_cached_by_its_tag()
    {
        await using var host = await ApiHost.StartAsync();
        using var first = await host.Http.GetAsync(Path, TestContext.Current.CancellationToken);
        Assert.NotNull(first.Headers.ETag);
        Assert.Equal("public, max-age=300", first.Headers.NonValidated["Cache-Control"].ToString());
        Assert.Equal(["A2A-Version"], first.Headers.Vary);
        Assert.Equal("application/json", first.Content.Headers.ContentType!.ToString());

        foreach (var (tag, status) in new[]
        {
            (first.Headers.ETag.ToString(), HttpStatusCode.NotModified),
            ("W/" + first.Headers.ETag, HttpStatusCode.NotModified),
            ("\"other\", " + first.Headers.ETag, HttpStatusCode.NotModified),
            ("*", HttpStatusCode.NotModified),
            ("\"other\"", HttpStatusCode.OK),
        })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Path);
            request.Headers.TryAddWithoutValidation("If-None-Match", tag);
            using var response = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(status, response.StatusCode);
            Assert.Equal(first.Headers.ETag, response.Headers.ETag);
            if (status == HttpStatusCode.NotModified) Assert.Empty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task A_head_request_gets_the_headers_alone()
    {
        await using var host = await ApiHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Head, Path);
        using var response = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True(response.Content.Headers.ContentLength > 100);
    }

    [Theory]
    [InlineData(Binding.JsonRpc)]
    [InlineData(Binding.Rest)]
    public async Task The_extended_card_names_the_methods(Binding binding)
    {
        await using var host = await ApiHost.StartAsync();
        var answer = await host.CallAsync(new Call(Methods.GetExtendedAgentCard, []), binding);
        var interrupt = answer.Result!["capabilities"]!["extensions"]![2]!["params"]!;
        Assert.Contains("a2a.interrupt.permission.reply", interrupt["methods"]!.AsArray().Select(name => (string)name!));
        Assert.Equal("urn:a2a:interactive-interrupt/v1", (string)interrupt["alias"]!);
        if (binding == Binding.Rest) Assert.Equal("private, max-age=300", answer.Response.Headers.NonValidated["Cache-Control"].ToString());
    }

    [Theory]
    [InlineData(Binding.JsonRpc)]
    [InlineData(Binding.Rest)]
    public async Task The_extended_card_is_of_a_version_that_is_served(Binding binding)
    {
        await using var host = await ApiHost.StartAsync();
        var answer = await host.CallAsync(new Call(Methods.GetExtendedAgentCard, []).WithHeader("A2A-Version", "7.3"), binding);
        Assert.Equal("VERSION_NOT_SUPPORTED", answer.Reason);
    }

    [Fact]
    public async Task A_service_that_listens_everywhere_names_an_address_that_can_be_called()
    {
        await using var host = await ApiHost.StartAsync(new() { ["A2A:Host"] = "0.0.0.0", ["A2A:BehindProxy"] = "true" });
        var port = new Uri(host.BaseUrl).Port;
        Assert.Equal($"http://0.0.0.0:{port}", host.BaseUrl);
        using var http = new HttpClient();
        var card = JsonNode.Parse(await http.GetStringAsync(new Uri($"http://127.0.0.1:{port}{Path}"), TestContext.Current.CancellationToken))!;
        Assert.Equal($"http://127.0.0.1:{port}", (string)card["supportedInterfaces"]![0]!["url"]!);
    }

    [Fact]
    public async Task Settings_show_on_the_card()
    {
        await using var host = await ApiHost.StartAsync(new()
        {
            ["A2A:PublicUrl"] = "https://codex.example.org/agent/",
            ["A2A:Title"] = "My agent",
            ["A2A:Version"] = "9.9.9",
            ["A2A:DocumentationUrl"] = "https://docs.example.org",
            ["A2A:ModelSource"] = "scripted",
            ["A2A:StaticAuthCredentials"] = """[{"scheme":"basic","username":"carol","password":"carol-password"},{"scheme":"apikey","token":"key-of-a-machine","principal":"machine"}]""",
            ["A2A:Jwt:Authority"] = "https://login.example.org/",
            ["A2A:Jwt:Audience"] = "codex",
        });
        var card = JsonNode.Parse(await host.Http.GetStringAsync(Path, TestContext.Current.CancellationToken))!;
        Assert.Equal("https://codex.example.org/agent", (string)card["supportedInterfaces"]![0]!["url"]!);
        Assert.Equal("My agent", (string)card["name"]!);
        Assert.Equal("9.9.9", (string)card["version"]!);
        Assert.Equal("https://docs.example.org", (string)card["documentationUrl"]!);
        Assert.Contains("scripted model", (string)card["description"]!, StringComparison.Ordinal);
        Assert.Equal("Basic", (string)card["securitySchemes"]!["basicAuth"]!["httpAuthSecurityScheme"]!["scheme"]!);
        Assert.Equal("""{"location":"header","name":"X-API-Key"}""", card["securitySchemes"]!["apiKeyAuth"]!["apiKeySecurityScheme"]!.ToJsonString());
        Assert.Equal("https://login.example.org/.well-known/openid-configuration", (string)card["securitySchemes"]!["openIdConnect"]!["openIdConnectSecurityScheme"]!["openIdConnectUrl"]!);
        Assert.Equal(4, card["securityRequirements"]!.AsArray().Count);
    }

    private static IEnumerable<string> Empties(JsonNode node, string path) => node switch
    {
        // A scheme without scopes is {} in ProtoJSON.
        JsonObject { Count: 0 } when !path.Contains(".schemes.", StringComparison.Ordinal) => [path],
        JsonObject parent => parent.SelectMany(pair => pair.Value is null ? [$"{path}.{pair.Key}"] : Empties(pair.Value, $"{path}.{pair.Key}")),
        JsonArray { Count: 0 } => [path],
        JsonArray array => array.SelectMany((item, index) => Empties(item!, $"{path}[{index}]")),
        JsonValue value when value.TryGetValue<string>(out var text) && text.Length == 0 => [path],
        _ => [],
    };
}
