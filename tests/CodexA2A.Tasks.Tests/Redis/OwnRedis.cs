using CodexA2A.Testing;
using StackExchange.Redis;

namespace CodexA2A.Tasks.Tests.Redis;

/// <summary>A test with a Redis of its own, which it may kill, fill or set back.</summary>
public abstract class OwnRedis : IAsyncLifetime
{
    private protected string Prefix { get; } = "test-" + Guid.NewGuid().ToString("N") + ":";
    private readonly CancellationTokenSource _limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private RedisServer? _server;
    private ConnectionMultiplexer? _admin;

    /// <summary>Who waits for what never comes must fail, not hang.</summary>
    protected CancellationToken Stop => _limit.Token;

    private protected RedisServer Server => _server!;

    /// <summary>What the server is started with besides the usual.</summary>
    protected virtual string[] Arguments => [];

    /// <summary>Long enough to outlive a fault, where a test does not want to lose its lease.</summary>
    protected virtual TimeSpan LeaseTime => TimeSpan.FromSeconds(60);

    public async ValueTask InitializeAsync()
    {
        _limit.CancelAfter(TimeSpan.FromSeconds(60));
        _server = await RedisServer.StartAsync(Arguments);
    }

    public async ValueTask DisposeAsync()
    {
        if (_admin is not null)
        {
            await _admin.DisposeAsync();
        }

        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _limit.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The server, for what only an operator does.</summary>
    protected async Task<IServer> AdminAsync() =>
        (_admin ??= await ConnectionMultiplexer.ConnectAsync(Server.ConnectionString)).GetServers()[0];

    private protected Task<SeamProcess> OpenAsync(string? connection = null, Action<ConfigurationOptions>? configure = null) =>
        SeamProcess.OpenAsync(connection ?? Server.ConnectionString, Prefix, new SeamOptions { LeaseTime = LeaseTime }, configure: configure);

    private protected Task<SeamProcess> OpenAsync(TimeProvider time) =>
        SeamProcess.OpenAsync(Server.ConnectionString, Prefix, new SeamOptions { LeaseTime = LeaseTime }, time: time);

    private protected Task<SeamProcess> OpenAsync(SeamOptions options, int partitions = 64) =>
        SeamProcess.OpenAsync(Server.ConnectionString, Prefix, options, partitions);

    /// <summary>Calls until the store can be reached: each try waits for the connection, within the client's time limit.</summary>
    protected async Task<T> UntilItWorksAsync<T>(Func<ValueTask<T>> call)
    {
        while (true)
        {
            try
            {
                return await call();
            }
            catch (SeamUnavailableException) when (!Stop.IsCancellationRequested)
            {
                await Task.Yield();
            }
        }
    }

    private protected static StreamResponse Text(SharedTurn turn, string text) => StreamResponse.FromArtifactUpdate(new TaskArtifactUpdateEvent
    {
        TaskId = turn.Id,
        ContextId = turn.Task.ContextId,
        Append = true,
        Artifact = new Artifact { ArtifactId = "answer-1", Parts = [Part.FromText(text)] },
    });

    /// <summary>Reads to the event of this number.</summary>
    protected static async Task<List<TaskEvent>> ReadToAsync(IAsyncEnumerator<IReadOnlyList<TaskEvent>> follow, long seq)
    {
        var all = new List<TaskEvent>();
        while (all.Count == 0 || all[^1].Id.Seq < seq)
        {
            Assert.True(await follow.MoveNextAsync());
            all.AddRange(follow.Current);
        }

        return all;
    }

    private protected IAsyncEnumerator<IReadOnlyList<TaskEvent>> Follow(SeamProcess process, SharedTurn turn, EventId after) =>
        process.Log.FollowAsync(SharedTurn.Owner, turn.Id, after, Stop).GetAsyncEnumerator(Stop);

    /// <summary>Every number once, none left out.</summary>
    protected static void AssertDense(IReadOnlyList<TaskEvent> events, long from) =>
        Assert.Equal(Enumerable.Range(0, events.Count).Select(i => from + i), events.Select(entry => entry.Id.Seq));
}
