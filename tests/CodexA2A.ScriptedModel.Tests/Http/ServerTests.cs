using System.Net;
using System.Text.Json.Nodes;
using CodexA2A.ScriptedModel.Scenarios;
using CodexA2A.ScriptedModel.Steps;

namespace CodexA2A.ScriptedModel.Tests.Http;

public sealed class ServerTests(ModelFixture model) : IClassFixture<ModelFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void The_address_ends_in_v1_on_loopback()
    {
        Assert.True(model.Server.BaseAddress.IsLoopback);
        Assert.Equal("/v1", model.Server.BaseAddress.AbsolutePath);
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("192.0.2.1")]
    [InlineData("::")]
    public async Task Only_loopback_is_listened_on(string address)
    {
        var options = new ScriptedModelOptions { Address = IPAddress.Parse(address) };
        var error = await Assert.ThrowsAsync<ArgumentException>(() => ScriptedModelServer.StartAsync(options, Cancel));
        Assert.Contains("loopback only", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_port_is_an_error()
    {
        var options = new ScriptedModelOptions { Port = model.Server.BaseAddress.Port };
        await Assert.ThrowsAnyAsync<IOException>(() => ScriptedModelServer.StartAsync(options, Cancel));
    }

    [Theory]
    [InlineData("{", "invalid_json")]
    [InlineData("[]", "invalid_request")]
    [InlineData("{\"input\":7}", "invalid_request")]
    public async Task A_body_that_is_no_request_is_refused(string body, string code)
    {
        using var response = await model.Client.Http.PostAsync("/v1/responses", new StringContent(body), Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(code, await CodeAsync(response));
    }

    [Fact]
    public async Task A_plain_string_is_a_message() =>
        Assert.Equal("You said: hi", (await model.Client.AskAsync(new JsonObject { ["input"] = "#echo\nhi" }, Cancel)).Text());

    [Fact]
    public async Task A_body_over_the_limit_is_refused()
    {
        await using var server = await ScriptedModelServer.StartAsync(new ScriptedModelOptions { MaxRequestBytes = 1000 }, Cancel);
        using var client = new ModelClient(server.BaseAddress);
        using var response = await client.SendAsync(Request.Of(new string('x', 2000)), Cancel);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task Too_many_requests_at_once_are_refused()
    {
        await using var server = await ScriptedModelServer.StartAsync(new ScriptedModelOptions { MaxConcurrentResponses = 1 }, Cancel);
        using var client = new ModelClient(server.BaseAddress);
        using var first = await client.SendAsync(Request.Of("#hang"), Cancel);
        using var second = await client.SendAsync(Request.Of("#text"), Cancel);
        Assert.Equal(HttpStatusCode.TooManyRequests, second.StatusCode);
    }

    [Fact]
    public async Task A_key_is_asked_for_if_one_is_set()
    {
        await using var server = await ScriptedModelServer.StartAsync(new ScriptedModelOptions { ApiKey = "right" }, Cancel);
        using var client = new ModelClient(server.BaseAddress);
        using var wrong = await client.SendAsync(Request.Of("#text"), Cancel, headers => headers.Add("Authorization", "Bearer wrong"));
        using var right = await client.SendAsync(Request.Of("#text"), Cancel, headers => headers.Add("Authorization", "Bearer right"));
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
    }

    [Theory]
    [InlineData("Origin", "http://example.com")]
    [InlineData("Host", "example.com")]
    public async Task A_web_page_cannot_reach_it(string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.TryAddWithoutValidation(header, value);
        using var response = await model.Client.Http.SendAsync(request, Cancel);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task A_mistake_in_a_scenario_is_a_500_that_says_what()
    {
        var broken = new ScenarioDefinition("broken", "", [], _ => throw new InvalidOperationException("Wrong script.")) { Bare = true };
        var late = new ScenarioDefinition("late", "", [], _ => [new OpenStream(), HttpFault.Refuse(500, "x", null)]) { Bare = true };
        await using var server = await ScriptedModelServer.StartAsync(new ScriptedModelOptions(), [broken, late], Cancel);
        using var client = new ModelClient(server.BaseAddress);

        using var response = await client.SendAsync(Request.Of("#broken"), Cancel);
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal("scenario_failed", await CodeAsync(response));
        Assert.Contains("Wrong script.", await response.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        await Assert.ThrowsAnyAsync<IOException>(() => client.AskAsync("#late", Cancel));
    }

    [Fact]
    public async Task The_log_keeps_the_newest_requests()
    {
        await using var server = await ScriptedModelServer.StartAsync(new ScriptedModelOptions { MaxLoggedRequests = 2 }, Cancel);
        using var client = new ModelClient(server.BaseAddress);
        foreach (var number in Enumerable.Range(1, 3))
        {
            await client.AskAsync($"#echo\n{number}", Cancel);
        }

        Assert.Equal([2, 3], server.Requests.Select(request => request.Number));
        Assert.Contains("\"scenario\":\"echo\"", await client.Http.GetStringAsync("/control/requests", Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_start_page_lists_the_scenarios()
    {
        var page = await model.Client.Http.GetStringAsync("/", Cancel);
        Assert.All(ScenarioTable.BuiltIn, scenario => Assert.Contains($"#{scenario.Name}  ", page, StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.NotFound, (await model.Client.Http.GetAsync("/v1/models", Cancel)).StatusCode);
    }

    [Fact]
    public async Task It_lives_from_its_start_and_is_ready_when_its_owner_says_so()
    {
        var ready = false;
        await using var server = await ScriptedModelServer.StartAsync(new ScriptedModelOptions { IsReady = () => ready }, Cancel);
        using var client = new ModelClient(server.BaseAddress);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable), (await StatusAsync(client, "/alive"), await StatusAsync(client, "/ready")));
        ready = true;
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "/ready"));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (await StatusAsync(model.Client, "/alive"), await StatusAsync(model.Client, "/ready")));
    }

    [Fact]
    public async Task Closing_the_server_ends_hanging_streams()
    {
        var server = await ScriptedModelServer.StartAsync(new ScriptedModelOptions(), Cancel);
        using var client = new ModelClient(server.BaseAddress);
        using var response = await client.SendAsync(Request.Of("#hang"), Cancel);
        await server.DisposeAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => response.Content.ReadAsStringAsync(Cancel));
    }

    private static async Task<HttpStatusCode> StatusAsync(ModelClient client, string path)
    {
        using var response = await client.Http.GetAsync(path, Cancel);
        return response.StatusCode;
    }

    private static async Task<string> CodeAsync(HttpResponseMessage response) =>
        JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancel))!["error"]!["code"]!.GetValue<string>();
}
