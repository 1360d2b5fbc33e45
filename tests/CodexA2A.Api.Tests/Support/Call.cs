using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace CodexA2A.Api.Tests.Support;

/// <summary>A call of an operation, before a binding is chosen.</summary>
internal sealed record Call(string Operation, JsonObject Params)
{
    public string? Token { get; init; } = ApiHost.Alice;

    public Dictionary<string, string> Headers { get; init; } = [];

    /// <summary>Sent instead of the params.</summary>
    public byte[]? Body { get; init; }

    public string ContentType { get; init; } = "application/json";

    public string? ContentEncoding { get; init; }

    /// <summary>Sent instead of the route of the operation.</summary>
    public string? RestPath { get; init; }

    public static Call Send(string text, string? taskId = null, string? contextId = null) =>
        new(Methods.SendMessage, new JsonObject { ["message"] = Message(text, taskId, contextId) });

    public static Call Stream(string text, string? taskId = null, string? contextId = null) =>
        Send(text, taskId, contextId) with { Operation = Methods.SendStreamingMessage };

    public static Call Get(string id) => new(Methods.GetTask, new JsonObject { ["id"] = id });

    public static Call Subscribe(string id, string? after = null) => new(Methods.SubscribeToTask, new JsonObject { ["id"] = id })
    {
        Headers = after is null ? [] : new() { ["Last-Event-ID"] = after },
    };

    public static JsonObject Message(string text, string? taskId = null, string? contextId = null)
    {
        var message = new JsonObject
        {
            ["messageId"] = Guid.NewGuid().ToString(),
            ["role"] = "ROLE_USER",
            ["parts"] = new JsonArray(new JsonObject { ["text"] = text }),
        };
        if (taskId is not null) message["taskId"] = taskId;
        if (contextId is not null) message["contextId"] = contextId;
        return message;
    }

    /// <summary>The same call with the params changed.</summary>
    public Call With(Action<JsonObject> change)
    {
        var changed = Params.DeepClone().AsObject();
        change(changed);
        return this with { Params = changed };
    }

    /// <summary>The same call, naming a thread.</summary>
    public Call InThread(string threadId) => With(call =>
        call["message"]!["metadata"] = new JsonObject { ["shared"] = new JsonObject { ["session"] = new JsonObject { ["id"] = threadId } } });

    public Call WithHeader(string name, string value) => this with { Headers = new(Headers) { [name] = value } };

    public Call At(bool immediately) => With(call => call["configuration"] = new JsonObject { ["returnImmediately"] = immediately });

    public HttpRequestMessage Request(Binding binding)
    {
        var request = binding == Binding.JsonRpc ? Rpc() : Rest();
        if (Token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        foreach (var (name, value) in Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    private HttpRequestMessage Rpc() => new(HttpMethod.Post, "/")
    {
        Content = Content(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = 7, ["method"] = Operation, ["params"] = Params.DeepClone() }),
    };

    private HttpRequestMessage Rest()
    {
        var id = (string?)Params["id"];
        var configs = $"/tasks/{(string?)Params["taskId"]}/pushNotificationConfigs";
        return Operation switch
        {
            Methods.SendMessage => new(HttpMethod.Post, RestPath ?? "/message:send") { Content = Content(Params) },
            Methods.SendStreamingMessage => new(HttpMethod.Post, RestPath ?? "/message:stream") { Content = Content(Params) },
            Methods.GetTask => new(HttpMethod.Get, $"/tasks/{id}{Query()}"),
            Methods.ListTasks => new(HttpMethod.Get, "/tasks" + Query()),
            Methods.CancelTask => new(HttpMethod.Post, $"/tasks/{id}:cancel") { Content = Params.ContainsKey("metadata") ? Content(Params) : null },
            Methods.SubscribeToTask => new(HttpMethod.Post, $"/tasks/{id}:subscribe{Query()}"),
            Methods.CreateTaskPushNotificationConfig => new(HttpMethod.Post, configs) { Content = Content(Params) },
            Methods.GetTaskPushNotificationConfig => new(HttpMethod.Get, $"{configs}/{id}"),
            Methods.ListTaskPushNotificationConfigs => new(HttpMethod.Get, configs + Query()),
            Methods.DeleteTaskPushNotificationConfig => new(HttpMethod.Delete, $"{configs}/{id}"),
            Methods.GetExtendedAgentCard => new(HttpMethod.Get, "/extendedAgentCard"),
            _ => new(HttpMethod.Post, RestPath ?? "/unknown") { Content = Content(Params) },
        };
    }

    private ByteArrayContent Content(JsonObject json)
    {
        var content = new ByteArrayContent(Body ?? Encoding.UTF8.GetBytes(json.ToJsonString()));
        content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
        if (ContentEncoding is not null) content.Headers.TryAddWithoutValidation("Content-Encoding", ContentEncoding);
        return content;
    }

    private string Query() => "?" + string.Join('&', Params.Where(pair => pair.Key is not ("id" or "taskId")).Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value!.ToString())}"));
}
