using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;

namespace CodexA2A.AppHost.Tests;

/// <summary>An A2A client of few words.</summary>
internal sealed class AgentClient : IDisposable
{
    private readonly HttpClient _http;

    public AgentClient(HttpClient http, string token)
    {
        _http = http;
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        _http.DefaultRequestHeaders.Add("A2A-Version", "1.0");
    }

    /// <summary>A blocking send; the task.</summary>
    public async Task<JsonNode> SendAsync(string text, CancellationToken cancellationToken, string? contextId = null, string? taskId = null) =>
        (await CallAsync("SendMessage", Message(text, contextId, taskId), cancellationToken))["task"]!;

    /// <summary>The task when it has ended.</summary>
    public async Task<JsonNode> EndAsync(string id, CancellationToken cancellationToken)
    {
        await foreach (var _ in StreamAsync("SubscribeToTask", new JsonObject { ["id"] = id }, cancellationToken, lastEventId: "0-1"))
        {
            // To the end.
        }

        return await CallAsync("GetTask", new JsonObject { ["id"] = id }, cancellationToken);
    }

    /// <summary>A streaming send; every event.</summary>
    public IAsyncEnumerable<JsonNode> StreamAsync(string text, CancellationToken cancellationToken) =>
        StreamAsync("SendStreamingMessage", Message(text, null, null), cancellationToken);

    public static string State(JsonNode task) => (string)task["status"]!["state"]!;

    public void Dispose() => _http.Dispose();

    private async IAsyncEnumerable<JsonNode> StreamAsync(
        string method, JsonObject parameters, [EnumeratorCancellation] CancellationToken cancellationToken, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "") { Content = Body(method, parameters) };
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        await foreach (var item in SseParser.Create(await response.Content.ReadAsStreamAsync(cancellationToken)).EnumerateAsync(cancellationToken))
        {
            yield return Result(item.Data);
        }
    }

    private async Task<JsonNode> CallAsync(string method, JsonObject parameters, CancellationToken cancellationToken)
    {
        using var response = await _http.PostAsync("", Body(method, parameters), cancellationToken);
        return Result(await response.Content.ReadAsStringAsync(cancellationToken));
    }

    private static JsonNode Result(string answer)
    {
        var node = JsonNode.Parse(answer)!;
        Assert.True(node["error"] is null, answer);
        return node["result"]!;
    }

    private static JsonObject Message(string text, string? contextId, string? taskId)
    {
        var message = new JsonObject
        {
            ["messageId"] = Guid.NewGuid().ToString(),
            ["role"] = "ROLE_USER",
            ["parts"] = new JsonArray(new JsonObject { ["text"] = text }),
        };
        if (contextId is not null)
        {
            message["contextId"] = contextId;
        }

        if (taskId is not null)
        {
            message["taskId"] = taskId;
        }

        return new JsonObject { ["message"] = message };
    }

    private static StringContent Body(string method, JsonObject parameters) =>
        new(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = 1, ["method"] = method, ["params"] = parameters }.ToJsonString(), Encoding.UTF8, "application/json");
}
