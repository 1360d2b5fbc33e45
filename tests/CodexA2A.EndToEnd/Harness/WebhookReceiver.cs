using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CodexA2A.Protocol.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CodexA2A.EndToEnd.Harness;

/// <summary>A POST that a receiver got.</summary>
/// <param name="EventId">Its id: task, slash, event.</param>
/// <param name="Body">Its bytes.</param>
/// <param name="Event">What they say.</param>
/// <param name="IsSigned">Whether it has the signature of the webhook's token.</param>
/// <param name="At">When it came, as <see cref="Stopwatch.GetTimestamp"/>.</param>
internal sealed record Delivery(string EventId, byte[] Body, StreamResponse Event, bool IsSigned, long At);

/// <summary>A webhook's other end on a real socket. It takes what comes, but for one POST that a test has it hold.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private const string WebhookToken = "a-token-of-this-receiver";

    private readonly WebApplication _app;
    private readonly List<Delivery> _all = [];
    private readonly TaskCompletionSource<Delivery> _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Func<StreamResponse, bool>? _holds;

    private WebhookReceiver(WebApplication app) => _app = app;

    public int Port => new Uri(_app.Urls.Single()).Port;

    public static async Task<WebhookReceiver> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var receiver = new WebhookReceiver(builder.Build());
        receiver._app.Urls.Add("http://127.0.0.1:0");
        receiver._app.Run(receiver.HandleAsync);
        await receiver._app.StartAsync(cancellationToken);
        return receiver;
    }

    /// <summary>The params of a send whose events come here; it is answered at once.</summary>
    public JsonObject Message(string text, string host = "127.0.0.1")
    {
        var message = A2AHttp.Message(text, returnImmediately: true);
        message["configuration"]!["taskPushNotificationConfig"] = new JsonObject { ["url"] = $"http://{host}:{Port}/hook", ["token"] = WebhookToken };
        return message;
    }

    /// <summary>The first event of this kind is not answered, until its sender is gone.</summary>
    public void Hold(Func<StreamResponse, bool> which) => _holds = which;

    /// <summary>Returns when it holds one.</summary>
    public Task<Delivery> HeldAsync(CancellationToken cancellationToken) => _held.Task.WaitAsync(TimeSpan.FromSeconds(30), cancellationToken);

    /// <summary>What came of a task, in the order in which it came, when its end did.</summary>
    public async Task<List<Delivery>> ToTheEndAsync(string taskId, CancellationToken cancellationToken)
    {
        await Waiting.ForAsync(() => Of(taskId).Any(one => one.Event.StatusUpdate?.Status.State.IsTerminal == true), cancellationToken);
        return Of(taskId);
    }

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _app.StopAsync(limit.Token);
        await _app.DisposeAsync();
    }

    private List<Delivery> Of(string taskId)
    {
        lock (_all)
        {
            return _all.FindAll(one => one.EventId.StartsWith(taskId + "/", StringComparison.Ordinal));
        }
    }

    private async Task HandleAsync(HttpContext http)
    {
        using var buffer = new MemoryStream();
        await http.Request.Body.CopyToAsync(buffer, http.RequestAborted);
        var (headers, body) = (http.Request.Headers, buffer.ToArray());
        var id = headers["X-A2A-Event-Id"].ToString();
        var signed = HMACSHA256.HashData(Encoding.UTF8.GetBytes(WebhookToken), (byte[])[.. Encoding.ASCII.GetBytes($"{id}.{headers["X-A2A-Timestamp"]}."), .. body]);
        var one = new Delivery(
            id, body, JsonSerializer.Deserialize(body, A2AJson.Context.StreamResponse)!, headers["X-A2A-Signature"] == "v1=" + Convert.ToHexStringLower(signed), Stopwatch.GetTimestamp());
        var holds = false;
        lock (_all)
        {
            _all.Add(one);
            holds = _holds?.Invoke(one.Event) == true;
            if (holds) _holds = null;
        }

        if (holds)
        {
            var gone = new TaskCompletionSource();
            await using var registered = http.RequestAborted.Register(gone.SetResult);
            _held.TrySetResult(one);
            await gone.Task;
        }

        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
