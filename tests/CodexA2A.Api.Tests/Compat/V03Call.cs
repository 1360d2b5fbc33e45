using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using CodexA2A.Api.Tests.Support;

namespace CodexA2A.Api.Tests.Compat;

/// <summary>Calls as a client of A2A 0.3 makes them.</summary>
internal static class V03Call
{
    public static JsonObject RpcMessage(string text, string? taskId = null, string? contextId = null)
    {
        var message = new JsonObject
        {
            ["kind"] = "message",
            ["messageId"] = Guid.NewGuid().ToString(),
            ["role"] = "user",
            ["parts"] = new JsonArray(new JsonObject { ["kind"] = "text", ["text"] = text }),
        };
        if (taskId is not null) message["taskId"] = taskId;
        if (contextId is not null) message["contextId"] = contextId;
        return message;
    }

    public static JsonObject RestMessage(string text, string? taskId = null)
    {
        var message = new JsonObject
        {
            ["messageId"] = Guid.NewGuid().ToString(),
            ["role"] = "ROLE_USER",
            ["content"] = new JsonArray(new JsonObject { ["text"] = text }),
        };
        if (taskId is not null) message["taskId"] = taskId;
        return message;
    }

    public static JsonObject Sending(JsonObject message, bool? blocking = null)
    {
        var request = new JsonObject { ["message"] = message };
        if (blocking is not null) request["configuration"] = new JsonObject { ["blocking"] = blocking };
        return request;
    }

    public static HttpRequestMessage Rpc(string method, JsonNode? parameters)
    {
        var call = new JsonObject { ["jsonrpc"] = "2.0", ["method"] = method, ["id"] = 7 };
        if (parameters is not null) call["params"] = parameters;
        return Request(HttpMethod.Post, "/", call);
    }

    public static HttpRequestMessage Request(HttpMethod method, string path, JsonNode? body = null)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", ApiHost.Alice);
        if (body is not null) request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        return request;
    }

    public static HttpRequestMessage With(this HttpRequestMessage request, string name, string? value)
    {
        if (value is not null) request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }

    /// <summary>Sends a request; its answer, and the headers with it.</summary>
    public static async Task<(HttpResponseMessage Response, JsonObject Json)> SendAsync(this ApiHost host, HttpRequestMessage request)
    {
        using (request)
        {
            var response = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);
            return (response, JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!.AsObject());
        }
    }

    /// <summary>The result of a method.</summary>
    public static async Task<JsonNode> RpcAsync(this ApiHost host, string method, JsonNode? parameters)
    {
        var (_, json) = await host.SendAsync(Rpc(method, parameters));
        Assert.Null(json["error"]);
        return json["result"]!;
    }

    /// <summary>The error of a method.</summary>
    public static async Task<JsonObject> RpcErrorAsync(this ApiHost host, string method, JsonNode? parameters) =>
        (await host.SendAsync(Rpc(method, parameters))).Json["error"]!.AsObject();

    public static async Task<SseClient> StreamAsync(this ApiHost host, HttpRequestMessage request, Binding binding)
    {
        using (request)
        {
            var response = await host.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken).WithLimitAsync("The headers of a stream");
            Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
            return await SseClient.CreateAsync(response, binding);
        }
    }
}
