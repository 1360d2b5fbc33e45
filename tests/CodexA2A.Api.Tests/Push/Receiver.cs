using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CodexA2A.Api.Tests.Push;

/// <summary>What a receiver got.</summary>
internal sealed record Received(string Path, Dictionary<string, string> Headers, byte[] Body)
{
    public JsonNode Json => JsonNode.Parse(Body)!;

    public string EventId => Headers["X-A2A-Event-Id"];

    /// <summary>The one member of the StreamResponse.</summary>
    public string Kind => Assert.Single(Json.AsObject()).Key;
}

/// <summary>A webhook's other end on a real socket; it answers what the test says.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly Channel<Received> received = Channel.CreateUnbounded<Received>();

    private Receiver(WebApplication app) => this.app = app;

    /// <summary>Answers a request: 204 at first.</summary>
    public Func<Received, HttpResponse, Task> Answer { get; set; } = (_, response) =>
    {
        response.StatusCode = 204;
        return Task.CompletedTask;
    };

    /// <summary>How many requests came and were not taken by <see cref="NextAsync"/>.</summary>
    public int Unread => received.Reader.Count;

    public string Url => app.Urls.Single() + "/hook";

    public static async Task<Receiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var receiver = new Receiver(app);
        app.Run(receiver.HandleAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return receiver;
    }

    /// <summary>The next request; it waits for it.</summary>
    public Task<Received> NextAsync() => received.Reader.ReadAsync(TestContext.Current.CancellationToken).WithLimitAsync("A request to the webhook");

    /// <summary>The next requests up to the terminal status.</summary>
    public async Task<List<Received>> ToTheEndAsync()
    {
        List<Received> all = [];
        do
        {
            all.Add(await NextAsync());
        }
        while ((string?)(all[^1].Json["statusUpdate"] ?? all[^1].Json["task"])?["status"]?["state"] is not ("TASK_STATE_COMPLETED" or "TASK_STATE_FAILED"));
        return all;
    }

    /// <summary>True when nothing came that was not read.</summary>
    public bool IsQuiet => received.Reader.Count == 0;

    public void Fails(int status, string? retryAfter = null) => Answer = (_, response) =>
    {
        response.StatusCode = status;
        if (retryAfter is not null) response.Headers.RetryAfter = retryAfter;
        return Task.CompletedTask;
    };

    /// <summary>Never answers, until the sender hangs up.</summary>
    public void Hangs() => Answer = async (_, response) =>
    {
        var aborted = new TaskCompletionSource();
        await using var registered = response.HttpContext.RequestAborted.Register(aborted.SetResult);
        await aborted.Task;
    };

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await app.StopAsync(limit.Token);
        await app.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        var one = new Received(
            http.Request.Method + " " + http.Request.Path, http.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body.ToArray());
        received.Writer.TryWrite(one);
        await Answer(one, http.Response);
    }
}
