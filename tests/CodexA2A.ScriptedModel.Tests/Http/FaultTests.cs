using System.Net;
using System.Text.Json.Nodes;

namespace CodexA2A.ScriptedModel.Tests.Http;

public sealed class FaultTests(ModelFixture model) : IClassFixture<ModelFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("#error", 500, "server_error", "server_error")]
    [InlineData("#error status=503", 503, "server_error", "service_unavailable")]
    [InlineData("#error status=429", 429, "rate_limit_error", "rate_limit_exceeded")]
    [InlineData("#error status=401", 401, "authentication_error", "invalid_api_key")]
    [InlineData("#error status=400", 400, "invalid_request_error", "invalid_request")]
    [InlineData("#quota", 429, "insufficient_quota", "insufficient_quota")]
    public async Task An_http_error_has_the_api_s_body(string message, int status, string type, string code)
    {
        using var response = await model.Client.SendAsync(Request.Of(message), Cancel);
        var error = JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancel))!["error"]!;

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(type, error["type"]!.GetValue<string>());
        Assert.Equal(code, error["code"]!.GetValue<string>());
    }

    [Fact]
    public async Task An_error_can_say_when_to_come_back()
    {
        using var response = await model.Client.SendAsync(Request.Of("#error status=429 retry-after=3"), Cancel);
        Assert.Equal(TimeSpan.FromSeconds(3), response.Headers.RetryAfter!.Delta);
    }

    [Fact]
    public async Task An_error_can_pass()
    {
        var body = Request.Of("#error status=500 times=2");
        for (var attempt = 1; attempt <= 2; attempt++)
        {
            using var response = await model.Client.SendAsync(body, Cancel);
            Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        }

        Assert.Equal("It worked at try 3.", (await model.Client.AskAsync(body, Cancel)).Text());
    }

    [Theory]
    [InlineData("#failed", "context_length_exceeded")]
    [InlineData("#failed code=server_is_overloaded", "server_is_overloaded")]
    [InlineData("#quota sse=true", "insufficient_quota")]
    public async Task A_response_can_fail_in_the_stream(string message, string code)
    {
        var events = await model.Client.AskAsync(message, Cancel);
        Assert.Equal("response.failed", events[^1].Type());
        Assert.Equal(code, events[^1]["response"]!["error"]!["code"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_response_can_stop_early()
    {
        var last = (await model.Client.AskAsync("#incomplete", Cancel))[^1];
        Assert.Equal("max_output_tokens", last["response"]!["incomplete_details"]!["reason"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_cut_stream_breaks_in_mid_text_and_works_the_next_time()
    {
        var body = Request.Of("#cut tokens=4");
        using var response = await model.Client.SendAsync(body, Cancel);
        List<JsonObject> events = [];
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            await foreach (var item in ModelClient.ReadAsync(response, Cancel))
            {
                events.Add(item);
            }
        });

        Assert.Equal("alpha1 bravo2 charlie3 delta4", events.Text());
        Assert.Empty(events.Done());
        Assert.Equal("It worked at try 2.", (await model.Client.AskAsync(body, Cancel)).Text());
    }

    [Fact]
    public async Task Codex_s_turn_id_decides_what_a_second_try_is()
    {
        foreach (var (turn, text) in new[] { ("t1", ""), ("t2", ""), ("t1", "It worked at try 2.") })
        {
            using var response = await model.Client.SendAsync(
                Request.Of("#eof tokens=0 message=true"),
                Cancel,
                headers => headers.Add("x-codex-turn-metadata", $$"""{"turn_id":"{{turn}}","request_kind":"turn"}"""));
            List<JsonObject> events = [];
            await foreach (var item in ModelClient.ReadAsync(response, Cancel))
            {
                events.Add(item);
            }

            Assert.Equal(text, events.Text());
        }
    }

    [Theory]
    [InlineData("#eof tokens=3 times=0", 0)]
    [InlineData("#eof tokens=3 times=0 message=true", 1)]
    public async Task A_stream_can_end_without_its_last_event(string message, int done)
    {
        var events = await model.Client.AskAsync(message, Cancel);
        Assert.DoesNotContain("response.completed", events.Types());
        Assert.Equal(done, events.Done().Count);
    }

    [Fact]
    public async Task Garbage_stands_between_good_events()
    {
        using var response = await model.Client.SendAsync(Request.Of("#garbage"), Cancel);
        var text = await response.Content.ReadAsStringAsync(Cancel);
        Assert.Contains("\ndata: this is not JSON\n\n", text, StringComparison.Ordinal);
        Assert.Contains("response.completed", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hanging_stream_sends_headers_and_then_nothing()
    {
        using var response = await model.Client.SendAsync(Request.Of("#hang"), Cancel);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);

        var stream = await response.Content.ReadAsStreamAsync(Cancel);
        var read = stream.ReadAsync(new byte[1], Cancel).AsTask();
        await model.Client.AskAsync("#text", Cancel);
        Assert.False(read.IsCompleted);
    }

    [Fact]
    public async Task A_deaf_server_does_not_even_send_headers()
    {
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var asked = model.Client.SendAsync(Request.Of("#hang headers=false"), leave.Token);
        await model.Server.WaitForRequestAsync(request => request.UserText == "#hang headers=false", Cancel);
        await model.Client.AskAsync("#text", Cancel);
        Assert.False(asked.IsCompleted);

        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
    }

    [Theory]
    [InlineData("#nothing", "unknown_scenario", "Known: agent, background, bench")]
    [InlineData("#text speed=1", "bad_scenario", "Scenario 'text' has no parameter 'speed'; it has: tokens, delay, gate, at.")]
    [InlineData("#history x=1", "bad_scenario", "it has: none.")]
    [InlineData("#text tokens=many", "bad_scenario", "'tokens' must be a whole number from 0 to 10000000, not 'many'.")]
    [InlineData("#text hello", "bad_scenario", "Put free text on the lines after it.")]
    [InlineData("#quota sse=perhaps", "bad_scenario", "'sse' must be true or false, not 'perhaps'.")]
    [InlineData("#error status=200", "bad_scenario", "'status' must be from 400 to 599.")]
    [InlineData("#shell cmd=\"ls", "bad_scenario", "has no closing quote.")]
    [InlineData("#text tokens=1 tokens=2", "bad_scenario", "'tokens' is given twice")]
    public async Task A_mistake_in_the_message_is_explained_and_not_tried_again(string message, string code, string text)
    {
        using var response = await model.Client.SendAsync(Request.Of(message), Cancel);
        var error = JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancel))!["error"]!;

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(code, error["code"]!.GetValue<string>());
        Assert.Contains(text, error["message"]!.GetValue<string>(), StringComparison.Ordinal);
    }
}
