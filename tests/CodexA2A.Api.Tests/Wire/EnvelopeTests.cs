using System.Net;
using System.Text;
using CodexA2A.Api.Tests.Support;

namespace CodexA2A.Api.Tests.Wire;

public sealed class EnvelopeTests
{
    [Theory]
    [InlineData("7")]
    [InlineData("-1")]
    [InlineData("1.50")]
    [InlineData("1e3")]
    [InlineData("123456789012345678901234567890")]
    [InlineData("\"a\"")]
    [InlineData("\"\"")]
    [InlineData("\"\\u0041\\/é\"")]
    [InlineData("null")]
    public async Task The_id_comes_back_as_it_was_written(string id)
    {
        await using var host = await ApiHost.StartAsync();
        Assert.StartsWith($"{{\"jsonrpc\":\"2.0\",\"id\":{id},\"result\":{{\"tasks\":[]", await PostAsync(host, $$"""{"jsonrpc":"2.0","id":{{id}},"method":"ListTasks"}"""), StringComparison.Ordinal);
        Assert.StartsWith($"{{\"jsonrpc\":\"2.0\",\"id\":{id},\"error\":{{\"code\":-32601", await PostAsync(host, $$"""{"jsonrpc":"2.0","id":{{id}},"method":"Nope"}"""), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData('9', "")]
    [InlineData('x', "\"")]
    public async Task An_id_is_no_place_for_data(char digit, string quote)
    {
        await using var host = await ApiHost.StartAsync();
        foreach (var method in new[] { "ListTasks", "SubscribeToTask", "message/send" })
        {
            var answer = await PostAsync(host, $$"""{"jsonrpc":"2.0","id":{{quote}}{{new string(digit, 1025)}}{{quote}},"method":"{{method}}"}""");
            Assert.StartsWith("{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32600,", answer, StringComparison.Ordinal);
        }

        var longest = quote + new string(digit, 1024 - (2 * quote.Length)) + quote;
        Assert.StartsWith($"{{\"jsonrpc\":\"2.0\",\"id\":{longest},\"result\"", await PostAsync(host, $$"""{"jsonrpc":"2.0","id":{{longest}},"method":"ListTasks"}"""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_notification_is_done_and_not_answered()
    {
        await using var host = await ApiHost.StartAsync();
        var send = Call.Send("hello", contextId: "quiet").At(immediately: true);
        using var response = await host.Http.SendAsync(
            (send with { Body = Encoding.UTF8.GetBytes($$"""{"jsonrpc":"2.0","method":"SendMessage","params":{{send.Params.ToJsonString()}}}""") }).Request(Binding.JsonRpc),
            TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal(1, (int)(await host.CallAsync(new Call(Methods.ListTasks, new() { ["contextId"] = "quiet" }))).Result!["totalSize"]!);

        foreach (var method in new[] { "Nope", "SubscribeToTask", "GetTask" })
        {
            Assert.Empty(await PostAsync(host, $$"""{"jsonrpc":"2.0","method":"{{method}}","params":{"id":"x"} }"""));
        }
    }

    [Fact]
    public async Task Params_may_be_written_in_snake_case()
    {
        await using var host = await ApiHost.StartAsync();
        var json = await PostAsync(host, """
            {"jsonrpc":"2.0","id":1,"method":"SendMessage","params":{"message":{"message_id":"m","role":1,"parts":[{"text":"x","media_type":"text/plain"}]},"configuration":{"return_immediately":true}}}
            """);
        Assert.Contains("TASK_STATE_SUBMITTED", json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_is_answered_as_it_is_stored()
    {
        await using var host = await ApiHost.StartAsync();
        var taskId = await host.CompletedAsync();
        var read = await host.Log.ReadAsync(ApiHost.OwnerOf("alice"), taskId, TestContext.Current.CancellationToken);
        var stored = Encoding.UTF8.GetString(read!.Snapshot.Json.Span);
        Assert.Equal($$"""{"jsonrpc":"2.0","id":"q","result":{{stored}}}""", await PostAsync(host, $$$"""{"jsonrpc":"2.0","id":"q","method":"GetTask","params":{"id":"{{{taskId}}}"}}"""));
        using var request = Call.Get(taskId).Request(Binding.Rest);
        using var response = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(stored, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("1.0", null, null)]
    [InlineData("1.0.1", null, null)]
    [InlineData(null, "1.0", null)]
    [InlineData(null, null, null)]
    [InlineData("", null, null)]
    [InlineData("0.3", null, "VERSION_NOT_SUPPORTED")]
    [InlineData("2.0", null, "VERSION_NOT_SUPPORTED")]
    [InlineData("1", null, "VERSION_NOT_SUPPORTED")]
    [InlineData("one", null, "VERSION_NOT_SUPPORTED")]
    [InlineData(null, "0.3", "VERSION_NOT_SUPPORTED")]
    [InlineData("1.0", "0.3", null)]
    public async Task The_version_comes_from_header_or_query(string? header, string? query, string? reason)
    {
        await using var host = await ApiHost.StartAsync();
        foreach (var path in new[] { "/", "/tasks" })
        {
            using var request = new Call(Methods.ListTasks, []).Request(path == "/" ? Binding.JsonRpc : Binding.Rest);
            request.RequestUri = new Uri(path + (query is null ? "" : $"?a2a-version={query}"), UriKind.Relative);
            if (header is not null) request.Headers.TryAddWithoutValidation("A2A-Version", header);
            var answer = await Answer.ReadAsync(await host.Http.SendAsync(request, TestContext.Current.CancellationToken), path == "/" ? Binding.JsonRpc : Binding.Rest);
            Assert.Equal(reason, answer.Reason);
            if (reason is null) Assert.Equal("1.0", answer.Response.Headers.NonValidated["A2A-Version"].ToString());
        }
    }

    private static async Task<string> PostAsync(ApiHost host, string body)
    {
        using var request = (Call.Get("x") with { Body = Encoding.UTF8.GetBytes(body) }).Request(Binding.JsonRpc);
        using var response = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
