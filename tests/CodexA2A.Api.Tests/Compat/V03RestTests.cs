using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using CodexA2A.Api.Tests.Support;

namespace CodexA2A.Api.Tests.Compat;

/// <summary>Whole calls of A2A 0.3 over HTTP+JSON.</summary>
public sealed class V03RestTests
{
    [Fact]
    public async Task A_send_is_created_and_its_task_read_and_canceled()
    {
        await using var host = await ApiHost.StartAsync();
        var (response, sent) = await host.SendAsync(
            V03Call.Request(HttpMethod.Post, "/v1/message:send", V03Call.Sending(V03Call.RestMessage("hello"), blocking: false)));
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var task = sent["task"]!;
        Assert.Equal(("TASK_STATE_SUBMITTED", "ROLE_USER", "hello"), (
            (string?)task["status"]!["state"], (string?)task["history"]![0]!["role"], (string?)task["history"]![0]!["content"]![0]!["text"]));

        var (_, read) = await host.SendAsync(V03Call.Request(HttpMethod.Get, $"/v1/tasks/{task["id"]}?historyLength=0"));
        Assert.Equal((string?)task["id"], (string?)read["id"]);
        Assert.Null(read["history"]);
        using var cancel = V03Call.Request(HttpMethod.Post, $"/v1/tasks/{task["id"]}:cancel");
        cancel.Content = new ByteArrayContent([]);
        cancel.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        var (canceled, json) = await host.SendAsync(cancel);
        Assert.Equal((HttpStatusCode.OK, "TASK_STATE_CANCELLED"), (canceled.StatusCode, (string?)json["status"]!["state"]));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task A_subscription_is_the_task_and_what_follows(string method)
    {
        await using var host = await ApiHost.StartAsync();
        var submitted = await host.SubmitAsync();
        await using var stream = await host.StreamAsync(V03Call.Request(new HttpMethod(method), $"/v1/tasks/{submitted.TaskId}:subscribe"), Binding.Rest);
        Assert.Equal("TASK_STATE_SUBMITTED", (await stream.NextEventAsync())!.State);
        await using var turn = await host.Runner.ClaimAsync();
        await turn.CompleteAsync();
        var last = (await stream.RestAsync()).Single().Response["statusUpdate"]!;
        Assert.Equal(("TASK_STATE_COMPLETED", true), ((string?)last["status"]!["state"], (bool)last["final"]!));
    }

    [Theory]
    [InlineData("POST", "/v1/message:send", "{", 400, -32700, null)]
    [InlineData("POST", "/v1/message:send", "{}", 400, -32602, "message")]
    [InlineData("POST", "/v1/message:send", """{"message":{"messageId":"m","role":"ROLE_USER"}}""", 400, -32602, "message.content")]
    [InlineData("POST", "/v1/message:send", """{"message":{"messageId":"m","role":"user","content":[{"text":"x"}]}}""", 400, -32602, "message.role")]
    [InlineData("POST", "/v1/message:send", """{"message":{"messageId":"m","role":"ROLE_USER","content":[{"file":{}}]}}""", 400, -32602, "message.content[0].file")]
    [InlineData("POST", "/v1/message:send", """{"message":{"messageId":"m","role":"ROLE_USER","content":[{"data":{"data":[1]}}]}}""", 400, -32602, "message.content[0].data.data")]
    [InlineData("POST", "/v1/tasks/x/pushNotificationConfigs", "{}", 400, -32602, "pushNotificationConfig")]
    [InlineData("GET", "/v1/tasks/x", null, 404, -32001, null)]
    [InlineData("GET", "/v1/tasks/x?historyLength=-1", null, 400, -32602, "historyLength")]
    [InlineData("POST", "/v1/tasks/x:dance", "{}", 404, -32601, null)]
    [InlineData("GET", "/v1/nothing", null, 404, -32601, null)]
    [InlineData("PUT", "/v1/message:send", "{}", 404, -32601, null)]
    public async Task A_bad_call_gets_the_flat_error(string method, string path, string? body, int status, int code, string? field)
    {
        await using var host = await ApiHost.StartAsync();
        var request = V03Call.Request(new HttpMethod(method), path).With("Accept", "application/a2a+json");
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        var (response, json) = await host.SendAsync(request);
        Assert.Equal((status, code, field), ((int)response.StatusCode, (int)json["code"]!, (string?)json["data"]?["field"]));
        Assert.NotEmpty((string)json["message"]!);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Who_has_no_credential_is_told_in_the_flat_shape()
    {
        await using var host = await ApiHost.StartAsync();
        using var response = await host.Http.GetAsync(new Uri("/v1/tasks/x", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        var json = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!.AsObject();
        Assert.Equal(["code", "message"], json.Select(pair => pair.Key));
        Assert.NotEmpty(response.Headers.WwwAuthenticate);
    }
}
