using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using CodexA2A.Protocol.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace CodexA2A.Cli.Tests.Client;

/// <summary>An agent whose every answer is written by the test, over a real socket.</summary>
internal sealed class FakeAgent : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<Func<Call, Task>> answers = new();

    private FakeAgent(WebApplication app) => this.app = app;

    /// <summary>Its address.</summary>
    public Uri Url { get; private set; } = null!;

    /// <summary>What was asked, in order.</summary>
    public ConcurrentQueue<Call> Calls { get; } = new();

    /// <summary>Released by the test for each event that arrived: a reset connection may lose what is still on its way.</summary>
    public SemaphoreSlim Seen { get; } = new(0);

    /// <summary>The interface on the card; null is our own address.</summary>
    public string? CardUrl { get; set; }

    public static async Task<FakeAgent> StartAsync(params Func<Call, Task>[] answers)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var agent = new FakeAgent(builder.Build());
        foreach (var answer in answers)
        {
            agent.answers.Enqueue(answer);
        }

        agent.app.Run(agent.HandleAsync);
        await agent.app.StartAsync(TestContext.Current.CancellationToken);
        agent.Url = new Uri(agent.app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return agent;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        Seen.Dispose();
    }

    private async Task HandleAsync(HttpContext http)
    {
        if (http.Request.Path.Value!.EndsWith("/.well-known/agent-card.json", StringComparison.Ordinal))
        {
            http.Response.ContentType = MediaTypes.Json;
            await http.Response.Body.WriteAsync(A2AJson.Serialize(Card()));
            return;
        }

        using var body = await JsonDocument.ParseAsync(http.Request.Body);
        var call = new Call(http, body.RootElement.Clone(), Seen);
        Calls.Enqueue(call);
        if (answers.TryDequeue(out var answer))
        {
            await answer(call);
        }
        else
        {
            http.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
    }

    private AgentCard Card() => new()
    {
        Name = "Fake",
        Description = "An agent of a test.",
        Version = "1",
        SupportedInterfaces =
        [
            new AgentInterface { Url = "https://elsewhere.example", ProtocolBinding = ProtocolBindings.HttpJson, ProtocolVersion = "1.0" },
            new AgentInterface { Url = CardUrl ?? Url.AbsoluteUri, ProtocolBinding = ProtocolBindings.JsonRpc, ProtocolVersion = "1.0" },
        ],
        Capabilities = new AgentCapabilities { Streaming = true },
        DefaultInputModes = ["text/plain"],
        DefaultOutputModes = ["text/plain"],
        Skills = [new AgentSkill { Id = "s", Name = "s", Description = "s", Tags = ["t"] }],
    };
}

/// <summary>One call to the fake agent.</summary>
internal sealed record Call(HttpContext Http, JsonElement Body, SemaphoreSlim Seen)
{
    public string Method => Body.GetProperty("method").GetString()!;

    public JsonElement Params => Body.GetProperty("params");

    public string? LastEventId { get; } = Http.Request.Headers["Last-Event-ID"].FirstOrDefault();

    public string? Authorization { get; } = Http.Request.Headers.Authorization.FirstOrDefault();

    public string? Version { get; } = Http.Request.Headers["A2A-Version"].FirstOrDefault();

    /// <summary>Streams events, each with its id.</summary>
    public async Task StreamAsync(params (string? Id, StreamResponse Event)[] events)
    {
        Http.Response.ContentType = MediaTypes.EventStream;
        await Http.Response.WriteAsync(": hello\n\n");
        foreach (var (id, e) in events)
        {
            var json = Encoding.UTF8.GetString(A2AJson.Serialize(e));
            var text = $"data: {{\"jsonrpc\":\"2.0\",\"id\":{Body.GetProperty("id").GetRawText()},\"result\":{json}}}\n{(id is null ? "" : $"id: {id}\n")}\n";
            await Http.Response.WriteAsync(text);
            await Http.Response.Body.FlushAsync();
        }
    }

    /// <summary>The same, and once they arrived the connection breaks.</summary>
    public async Task StreamAndBreakAsync(params (string? Id, StreamResponse Event)[] events)
    {
        await StreamAsync(events);
        for (var number = 0; number < events.Length; number++)
        {
            await Seen.WaitAsync(Http.RequestAborted);
        }

        Http.Abort();
    }

    /// <summary>The same, and then the agent says why it ends the stream.</summary>
    public async Task StreamAndFailAsync(int code, string message, params (string? Id, StreamResponse Event)[] events)
    {
        await StreamAsync(events);
        await Http.Response.WriteAsync($"event: error\ndata: {{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{{\"code\":{code},\"message\":\"{message}\"}}}}\n\n");
    }

    /// <summary>The same, and the stream stays open until the client leaves it.</summary>
    public async Task StreamAndStayAsync(params (string? Id, StreamResponse Event)[] events)
    {
        await StreamAsync(events);
        var left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = Http.RequestAborted.Register(left.SetResult);
        await left.Task;
    }

    /// <summary>One answer.</summary>
    public Task ResultAsync(string json) => WriteAsync($"{{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{json}}}");

    /// <summary>An HTTP error with the same body as a refusal; <paramref name="details"/> is the JSON of its <c>data</c>.</summary>
    public Task HttpErrorAsync(int status, int code, string message, string details)
    {
        Http.Response.StatusCode = status;
        return WriteAsync($"{{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{{\"code\":{code},\"message\":\"{message}\",\"data\":{details}}}}}");
    }

    /// <summary>A refusal.</summary>
    public Task ErrorAsync(int code, string message) => WriteAsync($"{{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{{\"code\":{code},\"message\":\"{message}\"}}}}");

    private Task WriteAsync(string json)
    {
        Http.Response.ContentType = MediaTypes.Json;
        return Http.Response.WriteAsync(json);
    }
}
