using System.Net;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using CodexA2A.Protocol.Json;

namespace CodexA2A.Cli.Client;

/// <summary>An agent that was found by its card and is spoken to over JSON-RPC, A2A 1.0.</summary>
internal sealed class AgentConnection : IDisposable
{
    private const string CardPath = ".well-known/agent-card.json";

    /// <summary>The largest refusal that is read, in bytes.</summary>
    private const int MaxRefusal = 64 * 1024;

    private readonly HttpClient http;
    private readonly ClientLimits limits;
    private Uri endpoint;
    private long calls;

    private AgentConnection(Uri url, string? token, ClientLimits limits)
    {
        this.limits = limits;
        endpoint = url;
        http = new HttpClient(new SocketsHttpHandler { ConnectTimeout = limits.Connect, AllowAutoRedirect = false })
        {
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = limits.MaxBytes,
        };
        http.DefaultRequestHeaders.Add(Headers.Version, ProtocolVersions.V10);
        if (token is not null)
        {
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
    }

    /// <summary>The agent's card.</summary>
    public AgentCard Card { get; private set; } = null!;

    /// <summary>Fetches the card below <paramref name="url"/> and takes its first JSON-RPC interface of A2A 1.0.</summary>
    /// <exception cref="AgentCallException">There is no agent, or none that we can speak to.</exception>
    public static async Task<AgentConnection> OpenAsync(Uri url, string? token, ClientLimits limits, CancellationToken cancellationToken)
    {
        var connection = new AgentConnection(url, token, limits);
        try
        {
            connection.Card = await connection.FetchCardAsync(url, cancellationToken);
            connection.endpoint = AgentAddress.Choose(url, connection.Card, token is not null);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Sends a message and streams what comes of it.</summary>
    public IAsyncEnumerable<ReceivedEvent> SendAsync(SendMessageRequest request, CancellationToken cancellationToken) =>
        StreamAsync(Methods.SendStreamingMessage, request, null, cancellationToken);

    /// <summary>Streams a task that exists; after <paramref name="lastEventId"/>, or from a snapshot of now.</summary>
    public IAsyncEnumerable<ReceivedEvent> SubscribeAsync(string taskId, string? lastEventId, CancellationToken cancellationToken) =>
        StreamAsync(Methods.SubscribeToTask, new SubscribeToTaskRequest { Id = taskId }, lastEventId, cancellationToken);

    /// <summary>Reads a task.</summary>
    public Task<AgentTask> GetAsync(string taskId, CancellationToken cancellationToken) =>
        CallAsync<GetTaskRequest, AgentTask>(Methods.GetTask, new GetTaskRequest { Id = taskId }, cancellationToken);

    /// <summary>Asks the agent to stop a task.</summary>
    public Task<AgentTask> CancelAsync(string taskId, CancellationToken cancellationToken) =>
        CallAsync<CancelTaskRequest, AgentTask>(Methods.CancelTask, new CancelTaskRequest { Id = taskId }, cancellationToken);

    /// <summary>Asks the agent to delete a context of the caller's for good; its proof.</summary>
    public Task<JsonObject> ForgetAsync(string contextId, CancellationToken cancellationToken) =>
        CallAsync<JsonObject, JsonObject>("codex.sessions.forget", new JsonObject { ["contextId"] = contextId }, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private async Task<AgentCard> FetchCardAsync(Uri url, CancellationToken cancellationToken)
    {
        // Relative to the path given, so that an agent below a path is found too.
        var path = url.AbsolutePath.EndsWith('/') ? url : new UriBuilder(url) { Path = url.AbsolutePath + "/" }.Uri;
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, CardPath));
        using var response = await SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        try
        {
            return A2AJsonInput.ReadBody<AgentCard>(body);
        }
        catch (A2AException e)
        {
            throw new AgentCallException($"What {request.RequestUri} answers is not an agent card of A2A 1.0.", e);
        }
    }

    private async Task<TResult> CallAsync<TParams, TResult>(string method, TParams parameters, CancellationToken cancellationToken)
        where TResult : class
    {
        using var request = Request(method, parameters, null);
        using var response = await SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
        return JsonRpcEnvelope.Result<TResult>(await response.Content.ReadAsByteArrayAsync(cancellationToken)).Value;
    }

    private async IAsyncEnumerable<ReceivedEvent> StreamAsync<TParams>(
        string method, TParams parameters, string? lastEventId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var request = Request(method, parameters, lastEventId);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(MediaTypes.EventStream));
        using var response = await SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.Content.Headers.ContentType?.MediaType != MediaTypes.EventStream)
        {
            // A refusal; an agent that cannot stream would answer with a result, which is one event.
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            var (only, raw) = JsonRpcEnvelope.Result<StreamResponse>(body);
            yield return new ReceivedEvent(null, only, raw);
            yield break;
        }

        await using var silent = new SilenceStream(await response.Content.ReadAsStreamAsync(cancellationToken), limits.Silence);
        await foreach (var item in SseParser.Create(silent).EnumerateAsync(cancellationToken))
        {
            if (item.Data.Length == 0)
            {
                continue;
            }

            var (value, json) = JsonRpcEnvelope.Result<StreamResponse>(item.Data);
            yield return new ReceivedEvent(string.IsNullOrEmpty(item.EventId) ? null : item.EventId, value, json);
        }
    }

    private HttpRequestMessage Request<TParams>(string method, TParams parameters, string? lastEventId)
    {
        var content = new ByteArrayContent(JsonRpcEnvelope.Request(Interlocked.Increment(ref calls), method, parameters));
        content.Headers.ContentType = new MediaTypeHeaderValue(MediaTypes.Json);
        var request = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = content };
        if (lastEventId is not null)
        {
            request.Headers.TryAddWithoutValidation(Headers.LastEventId, lastEventId);
        }

        return request;
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, HttpCompletionOption completion, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(limits.Answer);
        HttpResponseMessage response;
        try
        {
            response = await http.SendAsync(request, completion, limit.Token);
        }
        catch (HttpRequestException e)
        {
            throw new AgentCallException($"No answer from {request.RequestUri}: {Cause(e)}", e) { Transient = true };
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new AgentCallException($"No answer from {request.RequestUri} within {limits.Answer.TotalSeconds:0} s.", e) { Transient = true };
        }

        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            var reason = await ReasonAsync(response, limit.Token);
            cancellationToken.ThrowIfCancellationRequested();
            throw reason ?? Refusal(request.RequestUri!, response.StatusCode);
        }
    }

    /// <summary>What the agent itself says of an HTTP error; null when that is nothing.</summary>
    private static async Task<AgentCallException?> ReasonAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        // Of credentials we know better what to do about it.
        if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
            || response.Content.Headers.ContentType?.MediaType != MediaTypes.Json)
        {
            return null;
        }

        try
        {
            var body = new byte[MaxRefusal];
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            var length = await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellationToken);
            return JsonRpcEnvelope.Error(body.AsMemory(0, length), IsTransient(response.StatusCode));
        }
        catch (Exception e) when (e is IOException or HttpRequestException or OperationCanceledException)
        {
            // The status is all that came.
            return null;
        }
    }

    // .NET says of some failures only that there is another one inside.
    private static string Cause(Exception e) =>
        e is { InnerException: { } inner, Message: var message } && message.Contains("inner exception", StringComparison.Ordinal) ? Cause(inner) : e.Message;

    private static AgentCallException Refusal(Uri url, HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized => new("The agent does not know you: give --token-file, or set A2A_TOKEN.") { Code = A2AErrorCode.Unauthenticated },
        HttpStatusCode.Forbidden => new("The agent refuses these credentials (403).") { Code = A2AErrorCode.PermissionDenied },
        _ when IsTransient(status) => new($"The agent cannot answer now ({(int)status}).") { Transient = true },
        _ => new($"{url} answered with HTTP {(int)status}."),
    };

    private static bool IsTransient(HttpStatusCode status) => status
        is HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;
}
