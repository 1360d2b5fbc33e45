using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CodexA2A.Protocol.Json;

namespace CodexA2A.EndToEnd.Harness;

/// <summary>An A2A client of few words, so that a test says on the wire what it means.</summary>
internal sealed class A2AHttp : IDisposable
{
    private readonly HttpClient _http;
    private int _nextId;

    public A2AHttp(Uri address, string? token = null)
    {
        _http = new HttpClient { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token ?? ServiceProcess.Token);
        _http.DefaultRequestHeaders.Add("A2A-Version", "1.0");
    }

    public HttpClient Http => _http;

    /// <summary>What is called from now on is part of this trace.</summary>
    public void Trace(string traceParent)
    {
        _http.DefaultRequestHeaders.Remove("traceparent");
        _http.DefaultRequestHeaders.Add("traceparent", traceParent);
    }

    /// <summary>The params of a send.</summary>
    public static JsonObject Message(string text, string? contextId = null, string? taskId = null, bool returnImmediately = false)
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

        return new JsonObject { ["message"] = message, ["configuration"] = new JsonObject { ["returnImmediately"] = returnImmediately } };
    }

    /// <summary>Calls a method; the result, or an assertion with the error.</summary>
    public async Task<JsonNode> CallAsync(string method, JsonObject parameters, CancellationToken cancellationToken)
    {
        var answer = await RawAsync(method, parameters, cancellationToken);
        Assert.True(answer["error"] is null, $"{method}: {answer.ToJsonString()}");
        return answer["result"]!;
    }

    /// <summary>Calls a method; the whole JSON-RPC answer.</summary>
    public async Task<JsonNode> RawAsync(string method, JsonObject parameters, CancellationToken cancellationToken)
    {
        using var response = await _http.PostAsync("", Body(method, parameters), cancellationToken);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken))!;
    }

    /// <summary>Calls a method; the HTTP answer as it is.</summary>
    public Task<HttpResponseMessage> PostAsync(string method, JsonObject parameters, CancellationToken cancellationToken) =>
        _http.PostAsync("", Body(method, parameters), cancellationToken);

    /// <summary>Calls a streaming method; the HTTP answer as soon as it begins.</summary>
    public async Task<HttpResponseMessage> OpenAsync(string method, JsonObject parameters, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "") { Content = Body(method, parameters) };
        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    public async Task<AgentTask> SendAsync(JsonObject parameters, CancellationToken cancellationToken) =>
        Task(await CallAsync("SendMessage", parameters, cancellationToken) is var result ? result["task"]! : null!);

    public async Task<AgentTask> GetTaskAsync(string id, CancellationToken cancellationToken) =>
        Task(await CallAsync("GetTask", new JsonObject { ["id"] = id }, cancellationToken));

    public async Task<AgentTask> CancelAsync(string id, CancellationToken cancellationToken) =>
        Task(await CallAsync("CancelTask", new JsonObject { ["id"] = id }, cancellationToken));

    /// <summary>The task when it has ended.</summary>
    public async Task<AgentTask> EndAsync(string id, CancellationToken cancellationToken)
    {
        // With a cursor, because it may end before the stream begins, and one without a cursor is refused then.
        await foreach (var _ in StreamAsync("SubscribeToTask", new JsonObject { ["id"] = id }, cancellationToken, lastEventId: "0-1"))
        {
            // To the end.
        }

        return await GetTaskAsync(id, cancellationToken);
    }

    /// <summary>A streaming method; each event with its id, to the end of the stream.</summary>
    public async IAsyncEnumerable<(string? Id, StreamResponse Event)> StreamAsync(
        string method, JsonObject parameters, [EnumeratorCancellation] CancellationToken cancellationToken, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "") { Content = Body(method, parameters) };
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        var parser = SseParser.Create(await response.Content.ReadAsStreamAsync(cancellationToken));
        await foreach (var item in parser.EnumerateAsync(cancellationToken))
        {
            var node = JsonNode.Parse(item.Data)!;
            Assert.True(node["error"] is null, item.Data);
            yield return (item.EventId, Parse(node["result"]!, A2AJson.Context.StreamResponse));
        }
    }

    /// <summary>A streaming send, collected.</summary>
    public async Task<IReadOnlyList<(string? Id, StreamResponse Event)>> CollectAsync(JsonObject parameters, CancellationToken cancellationToken)
    {
        var events = new List<(string? Id, StreamResponse Event)>();
        await foreach (var e in StreamAsync("SendStreamingMessage", parameters, cancellationToken))
        {
            events.Add(e);
        }

        return events;
    }

    public void Dispose() => _http.Dispose();

    private StringContent Body(string method, JsonObject parameters) =>
        new(new JsonObject
        {
            ["jsonrpc"] = "2.0",
            ["method"] = method,
            ["params"] = parameters.DeepClone(),
            ["id"] = Interlocked.Increment(ref _nextId),
        }.ToJsonString(), Encoding.UTF8, "application/json");

    private static AgentTask Task(JsonNode node) => Parse(node, A2AJson.Context.AgentTask);

    private static T Parse<T>(JsonNode node, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(node.ToJsonString(), type)!;
}
