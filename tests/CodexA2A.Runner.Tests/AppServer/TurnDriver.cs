using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.Tests.AppServer;

/// <summary>A thread of a test: says something, reads until the turn is over.</summary>
internal sealed class TurnDriver : IAsyncDisposable
{
    private readonly ThreadSubscription _subscription;

    private TurnDriver(AppServerClient client, ThreadSubscription subscription)
    {
        Client = client;
        _subscription = subscription;
    }

    public AppServerClient Client { get; }

    public string ThreadId => _subscription.ThreadId;

    public ThreadSubscription Subscription => _subscription;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static async Task<TurnDriver> StartAsync(AppServerClient client, ThreadStartParams? parameters = null)
    {
        var started = await client.StartThreadAsync(parameters ?? new ThreadStartParams(), Cancelled);
        return new TurnDriver(client, client.Subscribe(started.Thread.Id));
    }

    public Task<CodexTurn> SayAsync(string text) => Client.StartTurnAsync(
        new TurnStartParams { ThreadId = ThreadId, Input = [new TextInput(text)], ClientUserMessageId = "s-1" }, Cancelled);

    /// <summary>Says it and reads to the end of the turn, or of the process.</summary>
    public async Task<IReadOnlyList<AppServerMessage>> RunAsync(string text)
    {
        await SayAsync(text);
        return await ReadToEndAsync();
    }

    public async Task<AppServerMessage> ReadAsync() => await _subscription.Messages.ReadAsync(Cancelled);

    public async Task<T> ReadAsync<T>() where T : AppServerMessage
    {
        while (true)
        {
            if (await ReadAsync() is T found)
                return found;
        }
    }

    public async Task<IReadOnlyList<AppServerMessage>> ReadToEndAsync()
    {
        List<AppServerMessage> messages = [];
        while (messages is not [.., TurnCompletedNotification or ProcessDied])
            messages.Add(await ReadAsync());
        return messages;
    }

    public ValueTask DisposeAsync() => _subscription.DisposeAsync();
}
