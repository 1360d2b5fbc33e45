using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.Tests.AppServer;

public sealed partial class AppServerConnectionTests : IAsyncDisposable
{
    private static readonly DeathCertificate Dead = new("gen", 1, null, 9, DeathReason.Exited, "it ended.", []);

    private readonly InMemoryCodex _codex = new();

    public ValueTask DisposeAsync() => _codex.DisposeAsync();

    [Fact]
    public async Task Answers_find_their_request_in_any_order()
    {
        var first = _codex.CallAsync("one");
        var second = _codex.CallAsync("two");
        var one = await _codex.SentAsync();
        var two = await _codex.SentAsync();
        await AnswerAsync(two, "second");
        await AnswerAsync(one, "first");
        Assert.Equal(("first", "second"), ((await first).Status, (await second).Status));
    }

    [Fact]
    public async Task An_error_is_an_exception_with_code_words_and_data()
    {
        var call = _codex.CallAsync("turn/start");
        var sent = await _codex.SentAsync();
        await _codex.ReceiveAsync($$$"""{"error":{"code":-32602,"message":"too long","data":{"max_chars":1048576}},"id":{{{sent["id"]}}} }""");
        var error = await Assert.ThrowsAsync<AppServerRequestException>(() => call);
        Assert.Equal((-32602, 1048576), (error.Code, error.Details!.Value.GetProperty("max_chars").GetInt32()));
    }

    [Fact]
    public async Task A_second_or_a_strange_answer_does_no_harm()
    {
        var call = _codex.CallAsync();
        var sent = await _codex.SentAsync();
        await AnswerAsync(sent, "first");
        await AnswerAsync(sent, "second");
        await _codex.ReceiveAsync("""{"id":"never asked","result":{}}""");
        await _codex.ReceiveAsync("""{"id":99999999999999999999,"error":{}}""");
        Assert.Equal("first", (await call).Status);
        await PingAsync();
        Assert.Equal(3, _codex.Meters["codex.responses.unexpected"]);
    }

    [Fact]
    public async Task A_result_of_another_shape_fails_the_call_only()
    {
        var call = _codex.CallAsync();
        await _codex.ReceiveAsync($$$"""{"id":{{{(await _codex.SentAsync())["id"]}}},"result":[1]}""");
        await Assert.ThrowsAsync<AppServerProtocolException>(() => call);
        await PingAsync();
    }

    [Fact]
    public async Task A_request_without_an_answer_times_out_and_gives_its_place_back()
    {
        var call = _codex.CallAsync("thread/read");
        await _codex.SentAsync();
        _codex.Time.Advance(TimeSpan.FromSeconds(61));
        var error = await Assert.ThrowsAsync<AppServerTimeoutException>(() => call);
        Assert.Equal("thread/read", error.Method);
        Assert.Equal(0, _codex.Connection.InFlight);
        Assert.Equal(0, _codex.Meters["codex.requests.in_flight"]);
        await PingAsync();
    }

    [Fact]
    public async Task A_cancelled_call_ends_at_once()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var call = _codex.CallUntilAsync("m", cancel.Token);
        await _codex.SentAsync();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(0, _codex.Connection.InFlight);
    }

    [Fact]
    public async Task At_most_64_requests_are_in_flight()
    {
        var calls = Enumerable.Range(0, 100).Select(i => _codex.CallAsync($"m{i}")).ToArray();
        List<JsonObject> sent = [];
        for (var i = 0; i < AppServerConnection.MaxInFlight; i++)
            sent.Add(await _codex.SentAsync());
        Assert.Equal(AppServerConnection.MaxInFlight, _codex.Connection.InFlight);
        foreach (var request in sent)
            await AnswerAsync(request, "ok");
        for (var i = AppServerConnection.MaxInFlight; i < 100; i++)
            await AnswerAsync(await _codex.SentAsync(), "ok");
        await Task.WhenAll(calls);
        Assert.Equal(0, _codex.Connection.InFlight);
    }

    [Fact]
    public async Task Requests_that_wait_for_a_place_time_out_too()
    {
        var calls = Enumerable.Range(0, 65).Select(i => _codex.CallAsync($"m{i}")).ToArray();
        for (var i = 0; i < AppServerConnection.MaxInFlight; i++)
            await _codex.SentAsync();
        _codex.Time.Advance(TimeSpan.FromSeconds(61));
        foreach (var call in calls)
            await Assert.ThrowsAsync<AppServerTimeoutException>(() => call);
    }

    [Fact]
    public async Task Overload_is_tried_again_until_it_is_over()
    {
        await using var codex = new InMemoryCodex(time: TimeProvider.System);
        var call = codex.CallAsync("thread/start");
        for (var i = 0; i < 3; i++)
            await OverloadedAsync(codex);
        await codex.ReceiveAsync($$$"""{"id":{{{(await codex.SentAsync())["id"]}}},"result":{"status":"ok"}}""");
        Assert.Equal("ok", (await call).Status);
        Assert.Equal(3, codex.Meters["codex.requests.overloaded"]);
    }

    [Fact]
    public async Task Overload_that_does_not_end_is_a_timeout()
    {
        await using var codex = new InMemoryCodex(TimeSpan.FromMilliseconds(40), TimeProvider.System);
        var call = codex.CallAsync("thread/start");
        await OverloadedAsync(codex);
        await Assert.ThrowsAsync<AppServerTimeoutException>(() => call);
    }

    [Fact]
    public async Task Death_fails_every_call_and_every_subscriber_and_every_later_call()
    {
        var calls = Enumerable.Range(0, 70).Select(i => _codex.CallAsync($"m{i}")).ToArray();
        await using var subscription = _codex.Connection.Subscribe("t");
        _codex.Connection.Fail(Dead);
        foreach (var call in calls)
            Assert.Same(Dead, (await Assert.ThrowsAsync<AppServerDiedException>(() => call)).Certificate);
        Assert.IsType<ProcessDied>(await subscription.Messages.ReadAsync(TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<AppServerDiedException>(() => _codex.CallAsync());
        Assert.Throws<AppServerDiedException>(() => _codex.Connection.Subscribe("u"));
        Assert.Equal(0, _codex.Meters["codex.requests.in_flight"]);
    }

    [Fact]
    public async Task Garbage_is_counted_and_the_connection_lives_on()
    {
        await _codex.ReceiveAsync("garbage");
        await _codex.ReceiveAsync("[]");
        await _codex.ReceiveAsync("""{"neither":1}""");
        await _codex.ReceiveAsync([0xff, 0xfe, (byte)'\n']);
        await _codex.ReceiveAsync("");
        await PingAsync();
        Assert.Equal(4, _codex.Meters["codex.lines.garbage"]);
    }

    [Fact]
    public async Task Text_that_is_no_UTF_8_does_no_harm()
    {
        await using var subscription = _codex.Connection.Subscribe("t");
        await _codex.ReceiveAsync([.. "{\"method\":\"item/agentMessage/delta\",\"params\":{\"threadId\":\"t\",\"delta\":\""u8, 0xff, .. "\"}}\n"u8]);
        Assert.IsType<UnknownNotification>(await subscription.Messages.ReadAsync(TestContext.Current.CancellationToken));
        await _codex.ReceiveAsync([.. "{\"method\":\"thread/brandNew\",\"params\":{\"threadId\":\""u8, 0xff, .. "\"}}\n"u8]);
        await _codex.ReceiveAsync([.. "{\"method\":\"item/started\",\"params\":{\"threadId\":\"t\",\"item\":{\"type\":\""u8, 0xff, .. "\",\"id\":\"i\"}}}\n"u8]);
        var call = _codex.CallAsync();
        await _codex.ReceiveAsync([.. System.Text.Encoding.UTF8.GetBytes($"{{\"id\":{(await _codex.SentAsync())["id"]},\"error\":{{\"code\":1,\"message\":\""), 0xff, .. "\"}}\n"u8]);
        Assert.Equal(1, (await Assert.ThrowsAsync<AppServerRequestException>(() => call)).Code);
        await PingAsync();
    }

    [Fact]
    public async Task Garbage_without_end_is_the_end()
    {
        for (var i = 0; i < StdioTransport.MaxGarbageInARow; i++)
            await _codex.ReceiveAsync("garbage");
        Assert.Equal(DeathReason.Garbage, (await _codex.Ended.WaitAsync(TestContext.Current.CancellationToken)).Reason);
    }

    [Fact]
    public async Task A_line_over_the_limit_is_the_end()
    {
        await _codex.ReceiveAsync(new byte[1024 * 1024 + 1]);
        var end = await _codex.Ended.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(DeathReason.LineTooLong, end.Reason);
        Assert.Contains("Codex:MaxLineBytes", end.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_end_in_the_middle_of_a_line_is_told()
    {
        await _codex.ReceiveAsync("{\"half\":"u8.ToArray());
        await _codex.CloseOutputAsync();
        Assert.Contains("after 8 bytes", (await _codex.Ended.WaitAsync(TestContext.Current.CancellationToken)).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_notifications_are_delivered_and_counted()
    {
        await using var subscription = _codex.Connection.Subscribe("t");
        await _codex.ReceiveAsync("""{"method":"thread/brandNew","params":{"threadId":"t"}}""");
        Assert.IsType<UnknownNotification>(await subscription.Messages.ReadAsync(TestContext.Current.CancellationToken));
        Assert.Equal(1, _codex.Meters["codex.notifications.unknown"]);
    }

    [Fact]
    public async Task A_thousand_rapid_notifications_come_in_order()
    {
        await using var subscription = _codex.Connection.Subscribe("t");
        var lines = string.Concat(Enumerable.Range(0, 1000).Select(i =>
            $$$"""{"method":"item/agentMessage/delta","params":{"threadId":"t","turnId":"u","itemId":"i","delta":"{{{i}}}"},"emittedAtMs":1}""" + "\n"));
        await _codex.ReceiveAsync(lines);
        for (var i = 0; i < 1000; i++)
        {
            var message = await subscription.Messages.ReadAsync(TestContext.Current.CancellationToken);
            Assert.Equal($"{i}", Assert.IsType<AgentMessageDeltaNotification>(message).Delta);
        }
    }

    [Fact]
    public async Task What_this_version_does_not_know_is_counted_each_time_and_named_once()
    {
        for (var i = 0; i < 2; i++)
        {
            await _codex.ReceiveAsync("""{"method":"item/started","params":{"threadId":"t","turnId":"u","item":{"type":"brandNew","id":"n1"}}}""");
            await _codex.ReceiveAsync($$"""{"method":"brandNew/ask","id":{{i}},"params":{"threadId":"t"} }""");
            await AskAsync(10 + i);
            Assert.Equal(-32601, (await _codex.SentAsync())["error"]!["code"]!.GetValue<int>());
            Assert.Equal(-32601, (await _codex.SentAsync())["error"]!["code"]!.GetValue<int>());
        }

        Assert.Equal((2, 4), (_codex.Meters["codex.items.unknown"], _codex.Meters["codex.requests.refused"]));
        Assert.Equal(["brandNew", "brandNew/ask", "requestApproval"],
            new[] { "brandNew,", "brandNew/ask,", "requestApproval in" }.Where(words => Regex.Count(_codex.Log.Text, Regex.Escape(words)) == 1).Select(words => words.TrimEnd(',', ' ', 'i', 'n')));
    }

    private static async Task OverloadedAsync(InMemoryCodex codex) =>
        await codex.ReceiveAsync($$$"""{"id":{{{(await codex.SentAsync())["id"]}}},"error":{"code":-32001,"message":"Server overloaded; retry later."}}""");

    private Task AnswerAsync(JsonObject request, string status) =>
        _codex.ReceiveAsync($$$"""{"id":{{{request["id"]}}},"result":{"status":"{{{status}}}","unknown":[1,2]}}""");

    private async Task PingAsync()
    {
        var call = _codex.CallAsync("ping");
        await AnswerAsync(await _codex.SentAsync(), "pong");
        Assert.Equal("pong", (await call).Status);
    }

    private Task AskAsync(int id, string thread = "t") => _codex.ReceiveAsync(
        $$$"""{"method":"item/commandExecution/requestApproval","id":{{{id}}},"params":{"threadId":"{{{thread}}}","turnId":"u","itemId":"c","command":"ls"}}""");

    private static async Task<ServerRequest> AskedAsync(ThreadSubscription subscription) =>
        Assert.IsType<CommandApprovalRequest>(await subscription.Messages.ReadAsync(TestContext.Current.CancellationToken));

    private async Task<bool> DeclineAsync(ServerRequest request) => await _codex.Connection.RespondAsync(
        request, new CommandApprovalResponse(CommandApprovalDecision.Decline), TestContext.Current.CancellationToken);
}
