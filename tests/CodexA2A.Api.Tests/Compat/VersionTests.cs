using System.Net;
using System.Text.Json.Nodes;
using CodexA2A.Api.Tests.Support;

namespace CodexA2A.Api.Tests.Compat;

/// <summary>The version of a call, asked for in every form, in all four styles of calls.</summary>
public sealed class VersionTests
{
    /// <summary>What is asked for, and which version that is; null for none that is served, empty for none asked for.</summary>
    private static readonly (string? Asked, string? Means)[] Forms =
    [
        (null, ""),
        ("", ""),
        ("  ", ""),
        ("1.0", "1.0"),
        ("1.0.7", "1.0"),
        (" 1.0 ", "1.0"),
        ("0.3", "0.3"),
        ("0.3.0", "0.3"),
        ("2.0", null),
        ("1", null),
        ("one", null),
        ("1.0, 0.3", null),
    ];

    private static readonly (string Style, string Version)[] Styles = [("rpc", "1.0"), ("rest", "1.0"), ("rpc03", "0.3"), ("rest03", "0.3")];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_form_means_the_same_in_every_style(bool inHeader)
    {
        await using var host = await ApiHost.StartAsync();
        var id = await host.CompletedAsync();
        foreach (var (asked, means) in Forms)
        {
            foreach (var (style, version) in Styles)
            {
                using var request = Request(style, id, inHeader ? null : asked).With("A2A-Version", inHeader ? asked : null);
                using var response = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);
                var json = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!.AsObject();
                var at = $"{style} {asked}: {json}";
                Assert.Contains("A2A-Version", response.Headers.Vary);
                if (means == "" || means == version)
                {
                    Assert.True(id == (string?)((json["result"] ?? json)["id"]), at);
                    Assert.Equal(version, response.Headers.NonValidated["A2A-Version"].ToString());
                }
                else
                {
                    AssertRefused(style, response.StatusCode, json, at);
                }
            }
        }
    }

    [Fact]
    public async Task The_header_goes_before_the_query()
    {
        await using var host = await ApiHost.StartAsync();
        var id = await host.CompletedAsync();
        var (_, json) = await host.SendAsync(Request("rest03", id, "1.0").With("A2A-Version", "0.3"));
        Assert.Equal(id, (string?)json["id"]);
    }

    [Theory]
    [InlineData(null, "1.0")]
    [InlineData("1.0", "1.0")]
    [InlineData("0.3", "0.3")]
    public async Task A_method_of_an_extension_is_there_in_both_versions(string? asked, string version)
    {
        await using var host = await ApiHost.StartAsync();
        var (response, json) = await host.SendAsync(V03Call.Rpc("codex.interrupts.list", new JsonObject()).With("A2A-Version", asked));
        Assert.NotNull(json["result"]);
        Assert.Equal(version, response.Headers.NonValidated["A2A-Version"].ToString());
    }

    [Theory]
    [InlineData("rpc03")]
    [InlineData("rest03")]
    public async Task Turned_off_0_3_is_refused_in_the_shape_of_1_0(string style)
    {
        await using var host = await ApiHost.StartAsync(new() { ["A2A:ServeV03"] = "false" });
        using var request = Request(style, "x", null);
        using var response = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var json = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!.AsObject();
        AssertRefused(style.Replace("03", "", StringComparison.Ordinal), response.StatusCode, json, style);
        using var old = await host.Http.GetAsync(new Uri("/.well-known/agent.json", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, old.StatusCode);
    }

    private static void AssertRefused(string style, HttpStatusCode status, JsonObject json, string at)
    {
        var error = (json["error"] ?? json).AsObject();
        var details = error["data"] ?? error["details"];
        var reason = style.EndsWith("03", StringComparison.Ordinal) ? details?["reason"] : details?[0]?["reason"];
        Assert.True((string?)reason == "VERSION_NOT_SUPPORTED", at);
        Assert.Equal((style.StartsWith("rpc", StringComparison.Ordinal) ? 200 : 400, style switch { "rpc" => -32009, "rest" => 400, _ => -32004 }), ((int)status, (int)error["code"]!));
    }

    private static HttpRequestMessage Request(string style, string id, string? query)
    {
        var request = style switch
        {
            "rpc" => V03Call.Rpc("GetTask", new JsonObject { ["id"] = id }),
            "rpc03" => V03Call.Rpc("tasks/get", new JsonObject { ["id"] = id }),
            "rest" => V03Call.Request(HttpMethod.Get, $"/tasks/{id}"),
            _ => V03Call.Request(HttpMethod.Get, $"/v1/tasks/{id}"),
        };
        if (query is not null) request.RequestUri = new Uri($"{request.RequestUri}?A2A-Version={Uri.EscapeDataString(query)}", UriKind.Relative);
        return request;
    }
}
