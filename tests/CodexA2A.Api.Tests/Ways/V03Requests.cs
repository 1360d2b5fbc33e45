using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using CodexA2A.Api.Tests.Support;

namespace CodexA2A.Api.Tests.Ways;

/// <summary>Writes a call of A2A 1.0 as one of 0.3.</summary>
internal static class V03Requests
{
    private static readonly Dictionary<string, string> RpcNames = new()
    {
        [Methods.SendMessage] = "message/send",
        [Methods.SendStreamingMessage] = "message/stream",
        [Methods.GetTask] = "tasks/get",
        [Methods.CancelTask] = "tasks/cancel",
        [Methods.SubscribeToTask] = "tasks/resubscribe",
        [Methods.CreateTaskPushNotificationConfig] = "tasks/pushNotificationConfig/set",
        [Methods.GetTaskPushNotificationConfig] = "tasks/pushNotificationConfig/get",
        [Methods.ListTaskPushNotificationConfigs] = "tasks/pushNotificationConfig/list",
        [Methods.DeleteTaskPushNotificationConfig] = "tasks/pushNotificationConfig/delete",
        [Methods.GetExtendedAgentCard] = "agent/getAuthenticatedExtendedCard",
    };

    /// <summary>The request; null for what 0.3 has no words for, and for what one binding alone has.</summary>
    public static HttpRequestMessage? Of(Call call, bool rest, string bindings)
    {
        if (bindings == (rest ? "jsonrpc" : "rest") || call.RestPath is not null || call.Operation.Contains('/', StringComparison.Ordinal)
            || call.Operation == Methods.ListTasks || call.Params.ContainsKey("tenant")
            || (rest && call.Operation == Methods.CancelTask && call.Params.ContainsKey("metadata")))
        {
            return null;
        }

        var request = rest ? Rest(call) : Rpc(call);
        if (call.Token is { } token) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        foreach (var (name, value) in call.Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        // Methods of extensions have no style that tells the version.
        if (!rest && !call.Headers.ContainsKey(Headers.Version)) request.Headers.Add(Headers.Version, "0.3");
        return request;
    }

    private static HttpRequestMessage Rpc(Call call) => new(HttpMethod.Post, "/")
    {
        Content = Content(call, new JsonObject
        {
            ["jsonrpc"] = "2.0",
            ["id"] = 7,
            ["method"] = RpcNames.GetValueOrDefault(call.Operation) ?? (call.Operation.Contains('.', StringComparison.Ordinal) ? call.Operation : "unknown/" + call.Operation),
            ["params"] = V03Params.Of(call, rest: false),
        }),
    };

    private static HttpRequestMessage Rest(Call call)
    {
        var task = $"/v1/tasks/{call.Params["id"]}";
        var configs = $"/v1/tasks/{call.Params["taskId"]}/pushNotificationConfigs";
        var length = call.Params["historyLength"] is { } given ? $"?historyLength={given}" : "";
        return call.Operation switch
        {
            Methods.SendMessage => Post("/v1/message:send"),
            Methods.SendStreamingMessage => Post("/v1/message:stream"),
            Methods.GetTask => new(HttpMethod.Get, task + length),
            Methods.CancelTask => new(HttpMethod.Post, task + ":cancel"),
            Methods.SubscribeToTask => new(HttpMethod.Get, task + ":subscribe"),
            Methods.CreateTaskPushNotificationConfig => Post(configs),
            Methods.GetTaskPushNotificationConfig => new(HttpMethod.Get, $"{configs}/{call.Params["id"]}"),
            Methods.ListTaskPushNotificationConfigs => new(HttpMethod.Get, configs),
            Methods.DeleteTaskPushNotificationConfig => new(HttpMethod.Delete, $"{configs}/{call.Params["id"]}"),
            Methods.GetExtendedAgentCard => new(HttpMethod.Get, "/v1/card"),
            _ => Post("/v1/unknown"),
        };

        HttpRequestMessage Post(string path) => new(HttpMethod.Post, path) { Content = Content(call, V03Params.Of(call, rest: true)) };
    }

    private static ByteArrayContent Content(Call call, JsonObject json)
    {
        var content = new ByteArrayContent(call.Body ?? Encoding.UTF8.GetBytes(json.ToJsonString()));
        content.Headers.TryAddWithoutValidation("Content-Type", call.ContentType);
        if (call.ContentEncoding is not null) content.Headers.TryAddWithoutValidation("Content-Encoding", call.ContentEncoding);
        return content;
    }
}
