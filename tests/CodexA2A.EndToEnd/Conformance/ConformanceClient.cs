using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json.Nodes;
using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.Conformance;

/// <summary>The same calls over JSON-RPC or REST; what comes back is the result, as it is on the wire.</summary>
internal sealed class ConformanceClient : IDisposable
{
    private readonly bool _rest;
    private readonly HttpClient _http;

    public ConformanceClient(Uri address, bool rest)
    {
        _rest = rest;
        _http = new HttpClient { BaseAddress = address };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", ServiceProcess.Token);
        _http.DefaultRequestHeaders.Add("A2A-Version", "1.0");
    }

    public Task<JsonNode> SendAsync(JsonObject request, CancellationToken cancellationToken) => CallAsync("SendMessage", request, "/message:send", cancellationToken);

    public Task<JsonNode> CancelAsync(string id, CancellationToken cancellationToken) =>
        CallAsync("CancelTask", new JsonObject { ["id"] = id }, $"/tasks/{id}:cancel", cancellationToken);

    /// <summary>The task when its log has come to an end.</summary>
    public async Task<JsonNode> EndAsync(string id, CancellationToken cancellationToken)
    {
        var request = new JsonObject { ["id"] = id };
        await EventsAsync("SubscribeToTask", request, $"/tasks/{id}:subscribe", "0-1", cancellationToken);
        if (!_rest)
        {
            return await CallAsync("GetTask", request, "", cancellationToken);
        }

        return Result(await _http.GetStringAsync(new Uri($"/tasks/{id}", UriKind.Relative), cancellationToken));
    }

    public Task<List<JsonNode>> StreamAsync(JsonObject request, CancellationToken cancellationToken) =>
        EventsAsync("SendStreamingMessage", request, "/message:stream", null, cancellationToken);

    public void Dispose() => _http.Dispose();

    private async Task<List<JsonNode>> EventsAsync(string method, JsonObject request, string path, string? after, CancellationToken cancellationToken)
    {
        using var call = Request(method, request, path);
        if (after is not null)
        {
            call.Headers.Add("Last-Event-ID", after);
        }

        using var response = await _http.SendAsync(call, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        var events = new List<JsonNode>();
        await foreach (var item in SseParser.Create(await response.Content.ReadAsStreamAsync(cancellationToken)).EnumerateAsync(cancellationToken))
        {
            events.Add(Result(item.Data));
        }

        return events;
    }

    private async Task<JsonNode> CallAsync(string method, JsonObject request, string path, CancellationToken cancellationToken)
    {
        using var call = Request(method, request, path);
        using var response = await _http.SendAsync(call, cancellationToken);
        return Result(await response.Content.ReadAsStringAsync(cancellationToken));
    }

    private HttpRequestMessage Request(string method, JsonObject request, string path)
    {
        var body = _rest ? request : new JsonObject { ["jsonrpc"] = "2.0", ["id"] = 1, ["method"] = method, ["params"] = request.DeepClone() };
        return new HttpRequestMessage(HttpMethod.Post, _rest ? path : "")
        {
            Content = _rest && path.StartsWith("/tasks/", StringComparison.Ordinal) ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"),
        };
    }

    private JsonNode Result(string text)
    {
        var json = JsonNode.Parse(text)!;
        Assert.True(json["error"] is null, text);
        return _rest ? json : json["result"]!;
    }
}
