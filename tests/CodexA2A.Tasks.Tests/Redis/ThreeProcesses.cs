using StackExchange.Redis;

namespace CodexA2A.Tasks.Tests.Redis;

/// <summary>An Api and two runners on one Redis, by its own clock; what they wrote there goes with the test.</summary>
public abstract class ThreeProcesses(RedisServers servers) : IAsyncLifetime
{
    private SeamProcess? _api;
    private SeamProcess? _runner;
    private SeamProcess? _other;

    private protected string Prefix { get; } = "test-" + Guid.NewGuid().ToString("N") + ":";

    private protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    private protected SeamProcess Api => _api!;

    private protected SeamProcess Runner => _runner!;

    private protected SeamProcess Other => _other!;

    public async ValueTask InitializeAsync()
    {
        _api = await OpenAsync();
        _runner = await OpenAsync();
        _other = await OpenAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in (SeamProcess?[])[_api, _runner, _other])
        {
            if (process is not null)
            {
                await process.DisposeAsync();
            }
        }

        await RedisKeys.DeleteAsync(await servers.SingleAsync(), Prefix);
        GC.SuppressFinalize(this);
    }

    private protected async Task<SeamProcess> OpenAsync(Action<ConfigurationOptions>? configure = null) =>
        await SeamProcess.OpenAsync(await servers.SingleAsync(), Prefix, configure: configure);

    private protected async Task<IReadOnlyList<string>> FindAsync(string words) => await RedisKeys.FindAsync(await servers.SingleAsync(), Prefix, words);

    private protected static async Task<List<TaskEvent>> DrainAsync(ITaskLog log, string id, EventId after)
    {
        var all = new List<TaskEvent>();
        await foreach (var batch in log.FollowAsync(SharedTurn.Owner, id, after, Stop))
        {
            all.AddRange(batch);
        }

        return all;
    }
}
