using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CodexA2A.Benchmarks.Harness;

/// <summary>A lean A2A client over HTTP+JSON: it parses no more than a turn's text and end need.</summary>
internal sealed class A2AClient : IDisposable
{
    private readonly HttpClient _http;

    public A2AClient(Uri address, string token)
    {
        _http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 4096 }) { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        _http.DefaultRequestHeaders.Add("A2A-Version", "1.0");
        Token = token;
    }

    public HttpClient Http => _http;

    public string Token { get; }

    /// <summary>Streams a turn to its end and gives the answer's text.</summary>
    public async Task<string> TurnAsync(string prompt, string? contextId, Action<string> onText, CancellationToken cancellationToken)
    {
        using var response = await StreamAsync("/message:stream", Message(prompt, contextId), cancellationToken);
        var turn = new StreamedTurn(onText);
        var events = SseParser.Create(await response.Content.ReadAsStreamAsync(cancellationToken), static (_, data) => JsonElement.Parse(data));
        await foreach (var item in events.EnumerateAsync(cancellationToken))
        {
            turn.On(item.EventType, item.Data);
        }

        return turn.Text();
    }

    /// <summary>Runs a turn to its end and gives the id of its task.</summary>
    public async Task<string> FinishedTaskAsync(string prompt, CancellationToken cancellationToken)
    {
        var task = await SendAsync(Message(prompt), cancellationToken);
        var state = task.GetProperty("status").GetProperty("state").GetString();
        return state == "TASK_STATE_COMPLETED" ? task.GetProperty("id").GetString()! : throw new InvalidOperationException($"A turn ended as {state}.");
    }

    /// <summary>Begins a turn and gives the id of its task.</summary>
    public async Task<string> RunningTaskAsync(string prompt, CancellationToken cancellationToken)
    {
        var body = Message(prompt);
        body["configuration"] = new JsonObject { ["returnImmediately"] = true };
        return (await SendAsync(body, cancellationToken)).GetProperty("id").GetString()!;
    }

    /// <summary>Opens a stream, behind event <paramref name="after"/> where one is given; its response is the caller's.</summary>
    public async Task<HttpResponseMessage> StreamAsync(string path, JsonObject? body, CancellationToken cancellationToken, string? after = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        if (after is not null)
        {
            request.Headers.Add("Last-Event-ID", after);
        }

        request.Content = body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!response.IsSuccessStatusCode || response.Content.Headers.ContentType?.MediaType != "text/event-stream")
        {
            throw new InvalidOperationException($"{path}: {response.StatusCode} {await response.Content.ReadAsStringAsync(cancellationToken)}");
        }

        return response;
    }

    private async Task<JsonElement> SendAsync(JsonObject body, CancellationToken cancellationToken)
    {
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await _http.PostAsync("/message:send", content, cancellationToken);
        var answer = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        return response.IsSuccessStatusCode
            ? JsonElement.Parse(answer).GetProperty("task")
            : throw new InvalidOperationException($"{response.StatusCode} {Encoding.UTF8.GetString(answer)}");
    }

    /// <summary>The body of a send.</summary>
    public static JsonObject Message(string text, string? contextId = null)
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

        return new JsonObject { ["message"] = message };
    }

    public void Dispose() => _http.Dispose();
}
