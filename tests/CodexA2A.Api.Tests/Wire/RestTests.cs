using System.Net;
using CodexA2A.Api.Tests.Support;

namespace CodexA2A.Api.Tests.Wire;

public sealed class RestTests
{
    [Theory]
    [InlineData(null, "application/json")]
    [InlineData("*/*", "application/json")]
    [InlineData("application/json", "application/json")]
    [InlineData("application/a2a+json, application/json", "application/a2a+json")]
    public async Task The_media_type_is_the_one_the_client_names(string? accept, string expected)
    {
        await using var host = await ApiHost.StartAsync();
        foreach (var call in new[] { new Call(Methods.ListTasks, []), Call.Get("unknown") })
        {
            using var request = call.Request(Binding.Rest);
            if (accept is not null) request.Headers.TryAddWithoutValidation("Accept", accept);
            using var response = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(expected, response.Content.Headers.ContentType!.ToString());
        }
    }

    [Fact]
    public async Task A_body_may_be_sent_as_either_media_type()
    {
        await using var host = await ApiHost.StartAsync();
        Assert.Null((await host.CallAsync(Call.Send("x").At(immediately: true) with { ContentType = "application/a2a+json" }, Binding.Rest)).Error);
        Assert.Null((await host.CallAsync(Call.Send("x").At(immediately: true) with { ContentType = "application/json; charset=utf-8" }, Binding.Rest)).Error);
    }

    [Theory]
    [InlineData(Binding.JsonRpc)]
    [InlineData(Binding.Rest)]
    public async Task An_answer_of_many_pieces_comes_whole(Binding binding)
    {
        await using var host = await ApiHost.StartAsync();
        var text = string.Concat(Enumerable.Range(0, 40_000).Select(i => $"{i} "));
        var task = await host.SubmitAsync();
        await using var turn = await host.Runner.ClaimAsync();
        await turn.TextAsync(text, append: false, last: true);
        await turn.CompleteAsync();
        var answer = await host.CallAsync(Call.Get(task.TaskId), binding);
        Assert.Equal(text, (string?)answer.Result!["artifacts"]![0]!["parts"]![0]!["text"]);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task Subscribe_is_a_get_and_a_post(string method)
    {
        await using var host = await ApiHost.StartAsync();
        var task = await host.SubmitAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), $"/tasks/{task.TaskId}:subscribe");
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {ApiHost.Alice}");
        var response = await host.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        await using var stream = await SseClient.CreateAsync(response, Binding.Rest);
        Assert.Equal("task", (await stream.NextEventAsync())!.Kind);
    }

    [Theory]
    [InlineData("GET", "/nothing", HttpStatusCode.NotFound, "METHOD_NOT_FOUND")]
    [InlineData("GET", "/v1/card", HttpStatusCode.BadRequest, "VERSION_NOT_SUPPORTED")]
    [InlineData("GET", "/v1/tasks/x", HttpStatusCode.BadRequest, "VERSION_NOT_SUPPORTED")]
    [InlineData("POST", "/v1/message:stream", HttpStatusCode.BadRequest, "VERSION_NOT_SUPPORTED")]
    [InlineData("POST", "/acme/message:send", HttpStatusCode.BadRequest, "INVALID_PARAMS")]
    [InlineData("DELETE", "/tasks", HttpStatusCode.NotFound, "METHOD_NOT_FOUND")]
    [InlineData("POST", "/tasks/x:dance", HttpStatusCode.NotFound, "METHOD_NOT_FOUND")]
    [InlineData("POST", "/tasks/x", HttpStatusCode.NotFound, "METHOD_NOT_FOUND")]
    [InlineData("GET", "/tasks/a%3Ab", HttpStatusCode.NotFound, "METHOD_NOT_FOUND")]
    [InlineData("GET", "/tasks/..%2F..%2Fx", HttpStatusCode.NotFound, "TASK_NOT_FOUND")]
    [InlineData("GET", "/tasks/x/pushNotificationConfigs", HttpStatusCode.NotFound, "TASK_NOT_FOUND")]
    [InlineData("GET", "/tasks/x/pushNotificationConfigs/y", HttpStatusCode.NotFound, "TASK_NOT_FOUND")]
    [InlineData("DELETE", "/tasks/x/pushNotificationConfigs/y", HttpStatusCode.NotFound, "TASK_NOT_FOUND")]
    public async Task Every_route_answers_in_the_shape_of_the_binding(string method, string path, HttpStatusCode status, string reason)
    {
        await using var host = await ApiHost.StartAsync(new() { ["A2A:ServeV03"] = "false" });
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {ApiHost.Alice}");
        var answer = await Answer.ReadAsync(await host.Http.SendAsync(request, TestContext.Current.CancellationToken), Binding.Rest);
        Assert.Equal((status, reason), (answer.Status, answer.Reason));
        Assert.Equal((int)status, answer.Code);
    }
}
