using System.Net;
using System.Text.Json.Nodes;
using CodexA2A.Api.Outbound;
using CodexA2A.Api.Push;
using CodexA2A.Api.Tests.Support;
using CodexA2A.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CodexA2A.Api.Tests.Push;

/// <summary>A host whose webhooks may be on this machine, with a clock that is set by hand and a store that is watched.</summary>
internal sealed class PushHost : IAsyncDisposable
{
    private PushHost(ApiHost host, FakeTimeProvider time) => (Api, Time) = (host, time);

    public ApiHost Api { get; }

    public FakeTimeProvider Time { get; }

    public WatchedWebhooks Store => (WatchedWebhooks)Api.Services.GetRequiredService<IWebhooks>();

    public static async Task<PushHost> StartAsync(Dictionary<string, string?>? settings = null)
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        return new PushHost(await ApiHost.StartAsync(new(settings ?? []) { ["Push:AllowedHosts"] = "127.0.0.0/8" }, time, WatchedWebhooks.Use), time);
    }

    /// <summary>A host that reaches nobody: every name has an address that is refused.</summary>
    public static Task<ApiHost> QuietAsync() => ApiHost.StartAsync(services: services =>
        services.AddSingleton<Resolve>((_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback])));

    /// <summary>Lets time pass, and has the dispatcher look.</summary>
    public void Advance(TimeSpan by)
    {
        Time.Advance(by);
        Api.Services.GetRequiredService<PushWake>().Set();
    }

    /// <summary>A message with a webhook; the task's id.</summary>
    public async Task<string> SendAsync(Receiver receiver, Action<JsonObject>? more = null, string text = "hello", string token = ApiHost.Alice) =>
        await SendAsync(receiver.Url, more, text, token);

    /// <inheritdoc cref="SendAsync(Receiver, Action{JsonObject}, string, string)" />
    public async Task<string> SendAsync(string url, Action<JsonObject>? more = null, string text = "hello", string token = ApiHost.Alice)
    {
        var config = new JsonObject { ["url"] = url };
        more?.Invoke(config);
        var call = Call.Send(text).With(request => request["configuration"] = new JsonObject { ["returnImmediately"] = true, ["taskPushNotificationConfig"] = config });
        var answer = await Api.CallAsync(call with { Token = token });
        Assert.Null(answer.Error);
        return answer.TaskId;
    }

    /// <summary>A whole turn of four events behind the Task.</summary>
    public async Task<ScriptedTurn> PlayAsync()
    {
        var turn = await Api.Runner.ClaimAsync();
        await turn.WorkingAsync();
        await turn.TextAsync("one ", append: false);
        await turn.TextAsync("two", last: true);
        await turn.CompleteAsync();
        return turn;
    }

    public ValueTask DisposeAsync() => Api.DisposeAsync();
}
